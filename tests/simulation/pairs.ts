import { DIRECTED } from './directed.ts';
import { run } from './run.ts';
import type { Schedule } from './schedule.ts';
import { faultsOf } from './single-faults.ts';
import type { Fault } from './world/faults.ts';
import { LOADED } from './world/load.ts';

/**
 * The runs to which all pairs of faults are added: an order that goes well, from which a first fault leads into every
 * undo; and one that is cancelled after its confirmation, for the second machine. All other directed schedules are these
 * with a fault or two already.
 */
export const BASES = ['a confirmed order', 'a wish after the confirmation'].map((name) => ({
  name,
  base: DIRECTED[name]!,
}));

/**
 * One lateness of each kind (ms), where single faults have three: a call that arrives when its function was given up, an
 * invocation that begins when its caller has given up, a second one beside the first.
 */
const LATE: Partial<Record<Fault['kind'], number>> = { slow: 12_000, late: 20_000, twice: 1 };

/**
 * What moves an order on: its placement and cancellation, its steps and undos, and what does their work when they die (the
 * outbox of orders, and the consumers of its events that start executions and give stock back). Figures and emails follow.
 */
const MOVERS = ['orders-publish-outbox', 'start-saga', 'settle-reservation'];

const moves = ({ fn }: Fault) => {
  const { step, entry } = LOADED.get(fn)!;
  return step !== undefined || entry.startsWith('orders/api/') || MOVERS.includes(fn);
};

const faults = async (schedule: Schedule): Promise<Fault[]> =>
  faultsOf(await run(schedule)).filter((fault) => moves(fault) && fault.ms === LATE[fault.kind]);

/**
 * All pairs of faults of a run: the second at any place that the run with the first one still comes to. Places are in
 * the order in which the run came to them, so that no pair comes twice.
 *
 * @param share which of them: those of every `of`-th first fault.
 */
export async function* pairs(
  base: Schedule,
  share: { number: number; of: number },
): AsyncGenerator<Schedule> {
  const firsts = await faults(base);
  for (const [index, first] of firsts.entries()) {
    if (index % share.of !== share.number) continue;
    const one = { ...base, faults: [...base.faults, first] };
    const all = await faults(one);
    const isThere = ({ fn, nth, call }: Fault) => fn === first.fn && nth === first.nth && call === first.call;
    for (const second of all.slice(all.findIndex(isThere)))
      if (!isThere(second)) yield { ...one, faults: [...one.faults, second] };
  }
}
