import { oneOrder, type Schedule } from './schedule.ts';
import { type Fault, FOR_GOOD } from './world/faults.ts';

const forGood = (fn: string, kind: Fault['kind'], more: Partial<Fault> = {}): Fault => ({
  fn,
  nth: 1,
  times: FOR_GOOD,
  kind,
  ...more,
});

const cup = (quantity: number) => [{ sku: 'cup', quantity }];

/** Each way that a saga can go, by itself; every further fault is tried at every place of each. */
export const DIRECTED: Record<string, Schedule> = {
  'a confirmed order': oneOrder(),
  'a customer without money': oneOrder([], { balances: [0] }),
  'an order for more than there is': oneOrder([], { orders: [{ customer: 0, lines: cup(6), at: 0 }] }),
  'two orders for the last ones': oneOrder([], {
    balances: [1_000, 1_000],
    orders: [
      { customer: 0, lines: cup(3), at: 0 },
      { customer: 1, lines: cup(3), at: 0 },
    ],
  }),
  'two orders of one thin account': oneOrder([], {
    balances: [400],
    orders: [
      { customer: 0, lines: cup(3), at: 0 },
      { customer: 0, lines: cup(2), at: 3 },
    ],
  }),
  'a reservation that cannot be had': oneOrder([forGood('reserve-inventory', 'throttled')]),
  'a reservation whose answer is lost': oneOrder([forGood('reserve-inventory', 'answer-lost')]),
  'a charge whose answer is lost': oneOrder([forGood('charge-payment', 'answer-lost')]),
  'a confirmation that cannot be had': oneOrder([forGood('confirm-order', 'throttled')]),
  'a confirmation whose answer is lost': oneOrder([forGood('confirm-order', 'answer-lost')]),
  'a refund that cannot be had': oneOrder([
    forGood('confirm-order', 'throttled'),
    forGood('refund-payment', 'throttled'),
  ]),
  'a release that cannot be had': oneOrder([
    forGood('confirm-order', 'throttled'),
    forGood('release-inventory', 'throttled'),
  ]),
  'neither a refund nor a release to be had': oneOrder([
    forGood('confirm-order', 'throttled'),
    forGood('refund-payment', 'throttled'),
    forGood('release-inventory', 'throttled'),
  ]),
  'a cancellation that cannot be had': oneOrder([
    forGood('charge-payment', 'throttled'),
    forGood('cancel-order', 'throttled'),
  ]),
  'a confirmation that is written when its order is parked': oneOrder([
    { fn: 'confirm-order', nth: 1, times: 1, call: 2, kind: 'slow', ms: 100_000_000 },
    forGood('confirm-order', 'throttled', { nth: 2 }),
    forGood('refund-payment', 'throttled'),
  ]),
  'a late confirmation of a parked order': oneOrder([
    forGood('confirm-order', 'late', { ms: 100_000 }),
    forGood('refund-payment', 'throttled'),
  ]),
};
