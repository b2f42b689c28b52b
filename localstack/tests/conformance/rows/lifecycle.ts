import { existsSync, readFileSync } from 'node:fs';
import { UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import type { Row } from '../row.ts';

/** What is kept from one invocation to the next, and when environments end. */
export const lifecycleRows: Row[] = [
  {
    behaviour: 'an environment that is warm',
    documented: 'keeps its memory and its temporary folder',
    source: 'lifecycle',
    expected: { counts: [1, 2], temporary: [false, true] },
    see: async (lab) => {
      const counting = await lab.function('environment.count', { fresh: true });
      const writing = await lab.function('environment.temporary', { fresh: true });
      const [counts, temporary] = [[] as unknown[], [] as unknown[]];
      for (const write of [true, false]) {
        counts.push((await lab.invoke(counting, {})).payload);
        temporary.push((await lab.invoke(writing, { write })).payload);
      }
      return { counts, temporary };
    },
  },
  {
    behaviour: 'two invocations at once',
    documented: 'run in two environments, each with a temporary folder of its own',
    source: 'lifecycle',
    expected: { processes: 2, folders: 2 },
    see: async (lab) => {
      const name = await lab.function('environment.identity', { fresh: true });
      const seen = await Promise.all([1, 2].map(() => lab.invoke(name, { ms: 500 })));
      const distinct = (key: string) => new Set(seen.map(({ payload }) => payload[key])).size;
      return { processes: distinct('pid'), folders: distinct('temporary') };
    },
  },
  {
    behaviour: 'between two invocations',
    documented: 'the environment is frozen: timers do not run',
    source: 'lifecycle',
    expected: true,
    see: async (lab) => {
      const name = await lab.function('environment.tick', { fresh: true });
      await lab.invoke(name, { start: true });
      await new Promise((resolve) => setTimeout(resolve, 500));
      // In a frozen process the timer fires at most once more; in one that runs it would have fired some 25 times.
      return (await lab.invoke(name, {})).payload <= 3;
    },
  },
  {
    behaviour: 'update of the configuration while an invocation runs',
    documented: 'it ends as it began; the next one has the new configuration',
    source: 'lifecycle',
    expected: { running: 'old', next: 'new' },
    see: async (lab) => {
      const name = await lab.function('environment.own', {
        fresh: true,
        Environment: { Variables: { OWN: 'old' } },
      });
      await lab.invoke(name, {});
      const running = lab.invoke(name, { ms: 1500 });
      await new Promise((resolve) => setTimeout(resolve, 300));
      const Environment = { Variables: { OWN: 'new' } };
      await lab.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName: name, Environment }));
      await lab.active(name);
      return { next: (await lab.invoke(name, {})).payload, running: (await running).payload };
    },
  },
  {
    behaviour: 'what a function has started',
    documented: 'ends with its environment',
    source: 'lifecycle',
    expected: { started: true, ended: true },
    see: async (lab) => {
      const { log } = await lab.run('environment.child', {}, { Timeout: 1 });
      const pid = /child (\d+)/.exec(log)?.[1] ?? '';
      return { started: pid !== '', ended: isOver(pid) };
    },
  },
];

/** Whether a process has ended. A killed one may stay a zombie until its new parent reaps it. */
function isOver(pid: string): boolean {
  if (!existsSync('/proc/self/stat')) {
    try {
      return !process.kill(Number(pid), 0);
    } catch {
      return true;
    }
  }
  return !existsSync(`/proc/${pid}/stat`) || / Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
}
