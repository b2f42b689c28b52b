import type { Fault } from './world/faults.ts';

/** One order of a schedule: who orders what, and when (ms from the beginning). */
export interface PlannedOrder {
  customer: number;
  lines: { sku: string; quantity: number }[];
  at: number;
}

/** Somebody's wish that an order be cancelled. */
export interface PlannedCancellation {
  /** The order's place in the schedule. */
  order: number;
  by: 'customer' | 'staff';
  /** Ms after the order's customer was given its id: whoever cancels it has to know it. */
  after: number;
}

/** All that decides a run: the same schedule gives the same run, call for call. */
export interface Schedule {
  /** What decides all delays and draws; 0 for none. */
  seed: number;
  /** What each customer has, in minor units. */
  balances: number[];
  orders: PlannedOrder[];
  cancellations: PlannedCancellation[];
  faults: Fault[];
}

/** What the simulated shop sells: units on hand, and the price in minor units. */
export const PRODUCTS = {
  cup: { onHand: 5, price: 100 },
  scale: { onHand: 2, price: 300 },
};

/** One order that nothing stands in the way of. */
export const oneOrder = (faults: Fault[] = [], more: Partial<Schedule> = {}): Schedule => ({
  seed: 0,
  balances: [1_000],
  orders: [
    {
      customer: 0,
      lines: [
        { sku: 'cup', quantity: 2 },
        { sku: 'scale', quantity: 1 },
      ],
      at: 0,
    },
  ],
  cancellations: [],
  faults,
  ...more,
});
