import { expect, it } from 'vitest';
import { run } from '../run.ts';
import { oneOrder } from '../schedule.ts';
import { type Fault, FOR_GOOD } from './faults.ts';

/** The first event of the batch is published, the second never: the publisher goes on remembering the first. */
const secondNeverPublished: Fault[] = [
  { fn: 'inventory-publish-outbox', nth: 1, times: 1, call: 2, kind: 'refused' },
  { fn: 'inventory-publish-outbox', nth: 2, times: FOR_GOOD, call: 1, kind: 'refused' },
];

/** Makes stock of both products low. */
const lines = [
  { sku: 'cup', quantity: 3 },
  { sku: 'scale', quantity: 1 },
];
const orders = [{ customer: 0, lines, at: 0 }];

it('publishes in one world what a publisher has published in the world before', async () => {
  expect((await run(oneOrder(secondNeverPublished, { orders }))).problems).toEqual([]);

  expect((await run(oneOrder([], { orders }))).problems).toEqual([]);
});
