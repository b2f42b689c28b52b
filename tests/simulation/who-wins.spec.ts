import { describe, expect, it } from 'vitest';
import { DIRECTED } from './directed.ts';
import { readRows } from './invariants/read.ts';
import { run } from './run.ts';

const SAGA = 'ReserveInventory ChargePayment ConfirmOrder';
const UNDO = 'RefundPayment ReleaseInventory CancelOrder';

/** docs/orders.md, "Who wins": what the order reads in the end, and what its executions went through. */
const ROWS: [schedule: string, ends: string, ...executions: string[]][] = [
  ['a wish before the confirmation', 'CustomerCancelled', `${SAGA} ${UNDO}`],
  ['a wish that is written when the confirmation has read', 'CustomerCancelled', `${SAGA} ${UNDO}`],
  ['a wish that is written when the confirmation is', 'CustomerCancelled', SAGA, UNDO],
  ['a wish after the confirmation', 'CustomerCancelled', SAGA, UNDO],
  ['a wish after a confirmation whose answer is lost', 'CustomerCancelled', `${SAGA} ${UNDO}`, UNDO],
  [
    "a wish after the saga's own cancellation",
    'InsufficientFunds',
    'ReserveInventory ChargePayment ReleaseInventory CancelOrder',
  ],
  ['two wishes at once', 'CustomerCancelled', SAGA, UNDO],
  ['a wish that comes too late, and one of staff', 'ShopCancelled', SAGA, UNDO],
  [
    'a wish whose undo cannot be had',
    'attention',
    SAGA,
    'RefundPayment ReleaseBeforeParking ParkOrder Parked',
  ],
  [
    'a wish for an order that waits for manual intervention',
    'attention',
    'ReserveInventory ChargePayment RefundPayment ReleaseInventory ParkOrder Parked',
  ],
];

describe('a cancellation and the rest', () => {
  it.each(ROWS)('%s: %s', async (name, ends, ...paths) => {
    const { world, problems } = await run(DIRECTED[name]!);
    const [order] = readRows(world).orders;
    expect(problems).toEqual([]);
    expect(order?.attention ? 'attention' : order?.reason?.code).toBe(ends);
    expect([...world.executions.all.values()].map(({ path }) => path.join(' '))).toEqual(paths);
  });
});
