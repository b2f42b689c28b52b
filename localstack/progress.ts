import { Listr, PRESET_TIMER } from 'listr2';

/** Says what a step is at, in a few words. */
export type Report = (text: string) => void;

export interface Step {
  title: string;
  run(report: Report): Promise<unknown>;
}

/** A step that says nothing for so long (ms) shows a sign of life where there is no spinner. */
const SILENCE_MS = 10_000;

/**
 * Runs steps one after the other and shows them: a spinner, the elapsed time and the latest report on a terminal,
 * plain lines elsewhere. The first error ends it and is thrown on; with `keepGoing` the other steps run all the same,
 * and the errors are only shown.
 *
 * @example await runSteps([{ title: 'start the engine', run: (report) => ensureEngine({ name: 'local', report }) }]);
 */
export async function runSteps(steps: Step[], { keepGoing = false } = {}): Promise<void> {
  const terminal = process.stdout.isTTY === true && !process.env.CI;
  const tasks = steps.map(({ title, run }) => ({
    title,
    task: async (_: unknown, task: { output: string }) => {
      const { report, stop } = lifeSigns((text) => (task.output = text), terminal ? 0 : SILENCE_MS);
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
 * so that a log that is watched shows that nothing hangs.
 */
export function lifeSigns(print: Report, silenceMs: number): { report: Report; stop: () => void } {
  const began = Date.now();
  let latest = 'still at it';
  const sign = () => print(`${latest} (${Math.round((Date.now() - began) / 1000)} s)`);
  const timer = silenceMs > 0 ? setInterval(sign, silenceMs) : undefined;
  return {
    report: (text) => {
      if (text === latest) return;
      latest = text;
      timer?.refresh();
      print(text);
    },
    stop: () => clearInterval(timer),
  };
}
