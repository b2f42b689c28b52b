import { GROUPS } from '../directed.ts';
import { run } from '../run.ts';
import { oneOrder, type Schedule } from '../schedule.ts';
import { conditionSite } from '../world/aws.ts';
import { type Fault, FOR_GOOD } from '../world/faults.ts';
import { LOADED } from '../world/load.ts';

/** What decides on orders beside the saga's steps and undos. */
const AT_THE_DOOR = ['place-order', 'request-cancellation'];

/** Every condition that a step or undo writes under, a placement or a cancellation, in any of the given schedules. */
export async function conditionsOf(schedules: Schedule[]): Promise<string[]> {
  const sites = new Set<string>();
  for (const schedule of schedules) {
    await run(schedule, {
      reconciled: false,
      enforces: (writer, write) => {
        if (LOADED.get(writer)?.step || AT_THE_DOOR.includes(writer)) sites.add(conditionSite(writer, write));
        return true;
      },
    });
  }
  return [...sites].sort();
}

/** Runs a schedule while some conditions are not looked at. @returns what does not add up. */
export async function withoutConditions(schedule: Schedule, sites: string[]): Promise<string[]> {
  const { problems } = await run(schedule, {
    reconciled: false,
    enforces: (writer, write) => !sites.includes(conditionSite(writer, write)),
  });
  return problems;
}

/** A late write of one function that meets another function between its read and its write. */
interface Meeting {
  base: Schedule;
  late: { fn: string; call: number };
  between: { fn: string; call: number };
}

const reserve = { fn: 'reserve-inventory', call: 1 };
const charge = { fn: 'charge-payment', call: 1 };
/** It does not make the stock low, which would take a second write. */
const plain = oneOrder([], { orders: [{ customer: 0, lines: [{ sku: 'cup', quantity: 1 }], at: 0 }] });
const MEETINGS: Meeting[] = [
  { base: plain, late: reserve, between: { fn: 'release-inventory', call: 2 } },
  { base: plain, late: charge, between: { fn: 'refund-payment', call: 2 } },
  { base: plain, late: { fn: 'confirm-order', call: 2 }, between: { fn: 'cancel-order', call: 2 } },
  {
    base: oneOrder([{ fn: 'charge-payment', nth: 1, times: FOR_GOOD, kind: 'throttled' }]),
    late: { fn: 'cancel-order', call: 2 },
    between: { fn: 'park-order', call: 3 },
  },
];

/** Longer than any run (ms). */
const NEVER = 10_000_000_000;
/** Shorter than Lambda's limit (ms). */
const SLOW = 9_000;

/** Finds out how late the one has to be to meet the other, by a run in which it does not. */
async function meet({ base, late, between }: Meeting): Promise<Schedule> {
  const faults = (ms: number): Fault[] => [
    ...base.faults,
    { fn: late.fn, call: late.call, nth: 1, times: 1, kind: 'slow', ms },
    { fn: late.fn, nth: 2, times: FOR_GOOD, kind: 'throttled' },
    { fn: between.fn, call: between.call, nth: 1, times: 1, kind: 'slow', ms: SLOW },
  ];
  const { world } = await run({ ...base, faults: faults(NEVER) }, { traced: true });
  const began = (fn: string) => world.lines.find(([, actor]) => actor === `${fn} 1`)?.[0] ?? Number.NaN;
  const ms = began(between.fn) - began(late.fn) + SLOW / 2;
  if (Number.isNaN(ms)) throw new Error(`${late.fn} and ${between.fn} cannot meet: one of them did not run`);
  return { ...base, faults: faults(ms) };
}

let met: Promise<Schedule[]> | undefined;

/** All meetings. They are the same for every condition, so they are looked for once. */
const meetings = (): Promise<Schedule[]> => (met ??= Promise.all(MEETINGS.map(meet)));

/** Faults by which a function's work is done twice or late. */
const AWRY: Omit<Fault, 'fn'>[] = [
  { nth: 1, times: 1, kind: 'twice', ms: 0 },
  { nth: 1, times: 1, kind: 'twice', ms: 3 },
  { nth: 1, times: 1, kind: 'answer-lost' },
];

/** Schedules that show what a missing condition of a function does: each way to go, and its own ways to go wrong. */
export async function schedulesAgainst(writer: string): Promise<Schedule[]> {
  const bases = [...Object.values(GROUPS.SAGA), ...Object.values(GROUPS.CANCELLED)];
  const awry = bases.flatMap((base) =>
    AWRY.map((fault) => ({ ...base, faults: [...base.faults, { fn: writer, ...fault }] })),
  );
  return [...bases, ...(await meetings()), ...awry];
}
