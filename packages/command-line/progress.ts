import { Listr, PRESET_TIMER } from 'listr2';

/** Says what a step is at, in a few words. */
export type Report = (text: string) => void;

export interface Step {
  title: string;
  /** Says so much that plain output shows the latest only, every few seconds. */
  chatty?: boolean;
  run(report: Report): Promise<unknown>;
}

/** A step that says nothing for so long (ms) shows a sign of life where there is no spinner. */
const SILENCE_MS = 10_000;
/** A chatty step prints at most one line in this time (ms) where there is no spinner. */
const CHATTER_MS = 5_000;

/**
 * Runs steps one after the other and shows them: a spinner, the elapsed time and the latest report on a terminal,
 * plain lines elsewhere. The first error ends it and is thrown on; with `keepGoing` the other steps run all the same,
 * and the errors are only shown.
 *
 * @example await runSteps([{ title: 'start the engine', run: (report) => ensureEngine({ name: 'local', report }) }]);
 */
export async function runSteps(steps: Step[], { keepGoing = false } = {}): Promise<void> {
  const terminal = process.stdout.isTTY === true && !process.env.CI;
  const tasks = steps.map(({ title, chatty, run }) => ({
    title,
    task: async (_: unknown, task: { output: string }) => {
      const { report, stop } = lifeSigns((text) => (task.output = text), {
        silenceMs: terminal ? 0 : SILENCE_MS,
        pauseMs: chatty && !terminal ? CHATTER_MS : 0,
      });
      try {
        await run(report);
      } finally {
        stop();
      }
    },
  }));
  const list = new Listr(tasks, {
    renderer: terminal ? 'default' : 'simple',
    exitOnError: !keepGoing,
    registerSignalListeners: false,
    rendererOptions: terminal
      ? { timer: PRESET_TIMER, showErrorMessage: false, collapseErrors: false }
      : { timer: PRESET_TIMER },
  });
  await list.run();
}

/**
 * Passes reports on and, when none came for `silenceMs` (0: never), repeats the latest with the time that has gone,
 * so that a log that is watched shows that nothing hangs. What comes within `pauseMs` of the line before is left out.
 */
export function lifeSigns(
  print: Report,
  { silenceMs, pauseMs = 0 }: { silenceMs: number; pauseMs?: number },
): { report: Report; stop: () => void } {
  const began = Date.now();
  let printed = Number.NEGATIVE_INFINITY;
  let latest = 'still at it';
  const sign = () => print(`${latest} (${Math.round((Date.now() - began) / 1000)} s)`);
  const timer = silenceMs > 0 ? setInterval(sign, silenceMs) : undefined;
  return {
    report: (text) => {
      if (text === latest) return;
      latest = text;
      if (Date.now() - printed < pauseMs) return;
      printed = Date.now();
      timer?.refresh();
      print(text);
    },
    stop: () => clearInterval(timer),
  };
}
