import { describe, expect, it } from 'vitest';
import { GROUPS } from './directed.ts';
import { prove } from './proven.ts';
import { type Run, run } from './run.ts';
import type { Schedule } from './schedule.ts';
import { chance } from './world/chance.ts';
import { CALL_FAULTS, type Fault, FOR_GOOD, INVOCATION_FAULTS } from './world/faults.ts';
import { LOADED } from './world/load.ts';

/** What a fault of this kind is late by (ms): past Lambda's limit, past the state's, past all retries of the saga. */
const LATE: Partial<Record<Fault['kind'], number[]>> = {
  slow: [12_000, 40_000, 400_000],
  late: [20_000, 400_000],
  twice: [1, 30_000, 400_000],
};

const times = [1, FOR_GOOD];

const spread = (fault: Omit<Fault, 'ms' | 'times'>): Fault[] =>
  (LATE[fault.kind] ?? [undefined]).flatMap((ms) =>
    times.map((often) => ({ ...fault, times: often, ...(ms !== undefined && { ms }) })),
  );

/** Every fault that one more could be added to a run: at each of its calls, invocations and messages. */
export function faultsOf({ world }: Run): Fault[] {
  return [...world.lambda.sites.values()].flatMap(({ fn, nth, calls }) => [
    ...INVOCATION_FAULTS.flatMap((kind) => spread({ fn, nth, kind })),
    ...Array.from({ length: calls }, (_, index) => index + 1).flatMap((call) =>
      CALL_FAULTS.flatMap((kind) => spread({ fn, nth, call, kind })),
    ),
    ...(LOADED.get(fn)?.consumes
      ? (['late', 'twice'] as const).flatMap((kind) => spread({ fn, nth, call: 0, kind }))
      : []),
  ]);
}

/** A schedule with every single further fault at every place of its run. */
export async function withEveryFault(schedule: Schedule): Promise<Schedule[]> {
  const faults = faultsOf(await run(schedule));
  return faults.map((fault) => ({ ...schedule, faults: [...schedule.faults, fault] }));
}

/** What share of the single faults `npm test` tries; `npm run test:full` tries them all. */
const SHARE = 1 / 3;

/** A third of the faults, by chance and always the same: a fixed step would leave out whole kinds of them. */
const someOf = (schedules: Schedule[]): Schedule[] =>
  schedules.filter((_, index) => chance(1, `single fault ${index}`) < SHARE);

/** The tests of one group of directed schedules, with every single fault more or with some. */
export function describeSingleFaults(group: keyof typeof GROUPS, which: 'every' | 'some'): void {
  describe.each(Object.entries(GROUPS[group]))('%s', (_, schedule) => {
    it('keeps the invariants', () => prove(schedule));

    it(`leaves them right with ${which} single fault${which === 'some' ? 's' : ''} more`, async () => {
      const all = await withEveryFault(schedule);
      expect(all.length).toBeGreaterThan(100);
      for (const one of which === 'every' ? all : someOf(all)) await prove(one);
    });
  });
}
