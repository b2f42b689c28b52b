import { oneOrder, type PlannedCancellation, type Schedule } from './schedule.ts';
import { type Fault, FOR_GOOD } from './world/faults.ts';

const forGood = (fn: string, kind: Fault['kind'], more: Partial<Fault> = {}): Fault => ({
  fn,
  nth: 1,
  times: FOR_GOOD,
  kind,
  ...more,
});

const cup = (quantity: number) => [{ sku: 'cup', quantity }];

const cancelled = (
  after: number,
  { by = 'customer', ...more }: Partial<PlannedCancellation & Schedule> = {},
): Schedule => oneOrder([], { cancellations: [{ order: 0, by, after }], ...more });

/** Longer than a customer can cancel a confirmed order (ms). */
const TOO_LATE = 31 * 60_000;

/** How long a write takes that others are to come before (ms). */
const SLOW = 3_000;

/**
 * An attempt to confirm that is written so late (ms) that its saga has turned around, and failed to park the order: for so
 * many invocations neither the refund nor the parking can be had.
 */
export const lateConfirmation = (ms: number, invocations: number): Schedule =>
  oneOrder([
    { fn: 'confirm-order', nth: 1, times: 1, call: 2, kind: 'slow', ms },
    forGood('confirm-order', 'throttled', { nth: 2 }),
    { fn: 'refund-payment', nth: 1, times: invocations, kind: 'throttled' },
    { fn: 'park-order', nth: 1, times: invocations, kind: 'throttled' },
  ]);

/** The ways in which a wish to cancel meets the rest: docs/orders.md, "Who wins". */
const CANCELLED: Record<string, Schedule> = {
  'a wish before the confirmation': cancelled(0),
  'a wish that is written when the confirmation has read': cancelled(100, {
    faults: [{ fn: 'confirm-order', nth: 1, times: 1, call: 2, kind: 'slow', ms: SLOW }],
  }),
  'a wish that is written when the confirmation is': cancelled(0, {
    faults: [{ fn: 'request-cancellation', nth: 1, times: 1, call: 3, kind: 'slow', ms: SLOW }],
  }),
  'a wish after the confirmation': cancelled(1_000),
  'a wish after a confirmation whose answer is lost': cancelled(100, {
    faults: [{ fn: 'confirm-order', nth: 1, times: 1, kind: 'answer-lost' }],
  }),
  "a wish after the saga's own cancellation": cancelled(1_000, { balances: [0] }),
  'two wishes at once': oneOrder([], {
    cancellations: [
      { order: 0, by: 'customer', after: 1_000 },
      { order: 0, by: 'staff', after: 1_000 },
      { order: 0, by: 'customer', after: 1_010 },
    ],
  }),
  'a wish that comes too late, and one of staff': oneOrder([], {
    cancellations: [
      { order: 0, by: 'customer', after: TOO_LATE },
      { order: 0, by: 'staff', after: TOO_LATE + 1_000 },
    ],
  }),
  'a wish whose undo cannot be had': cancelled(1_000, {
    faults: [forGood('refund-payment', 'throttled')],
  }),
  'a wish for an order that waits for manual intervention': cancelled(TOO_LATE * 20, {
    faults: [forGood('charge-payment', 'throttled'), forGood('release-inventory', 'throttled')],
  }),
};

/** What a saga leaves behind that comes to no end by itself: docs/oncall.md, "The reconciler". */
const RECONCILED: Record<string, Schedule> = {
  'a saga that was never started': oneOrder([
    { fn: 'place-order', nth: 1, times: 1, call: 5, kind: 'refused' },
    forGood('start-saga', 'throttled'),
  ]),
  'the undo of a confirmed order that was never started': cancelled(1_000, {
    faults: [
      { fn: 'request-cancellation', nth: 1, times: 1, call: 4, kind: 'refused' },
      forGood('start-saga', 'throttled'),
    ],
  }),
  'an order that could not be parked, and its undo can be had later': oneOrder([
    forGood('confirm-order', 'throttled'),
    { fn: 'refund-payment', nth: 1, times: 21, kind: 'throttled' },
    { fn: 'park-order', nth: 1, times: 21, kind: 'throttled' },
  ]),
};

/** The same, with so many invocations that their single faults are only for `npm run test:full`. */
const EXHAUSTED: Record<string, Schedule> = {
  'a confirmation that comes after its saga could not park the order': lateConfirmation(20_000_000, 21),
  'an order that could never be parked': oneOrder([
    forGood('confirm-order', 'throttled'),
    forGood('refund-payment', 'throttled'),
    forGood('park-order', 'throttled'),
  ]),
};

const SAGA: Record<string, Schedule> = {
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

/** In groups, so that each can have a worker. */
export const GROUPS = { SAGA, CANCELLED, RECONCILED, EXHAUSTED };

/** Each way that a saga can go, by itself; every further fault is tried at every place of each. */
export const DIRECTED: Record<string, Schedule> = {
  ...SAGA,
  ...CANCELLED,
  ...RECONCILED,
  ...EXHAUSTED,
};

/** Nobody gives stock back once more when an order is cancelled. */
const unheard = forGood('settle-reservation', 'throttled');

/**
 * The ways of a saga that has to be right by itself, without the consumer that would repair its stock. To be run without
 * the reconciler too: a mistake is seen only where nobody makes up for it.
 */
export const UNAIDED: Record<string, Schedule> = Object.fromEntries(
  Object.entries({ ...SAGA, ...CANCELLED }).map(([name, one]) => [
    name,
    { ...one, faults: [...one.faults, unheard] },
  ]),
);
