import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { ChargeFound, ReservationFound } from '../contracts/saga-inspection.ts';
import { withdrawFalseConfirmations } from './false-confirmations.ts';
import type { Order, OrderStatus } from './order.ts';

beforeAll(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterAll(() => void vi.restoreAllMocks());

const HELD: ReservationFound = { status: 'HELD', items: [] };
const CHARGED: ChargeFound = { status: 'CHARGED' };

/** One order of a failed saga. @returns the tally, and who cancelled it. */
async function look(
  status: OrderStatus,
  reservation: ReservationFound | 'unavailable',
  charge: ChargeFound | 'unavailable',
  { beginCancellation = vi.fn(async (order: Order) => order), hours = 1 } = {},
) {
  const tally = await withdrawFalseConfirmations({
    executions: { failedSagas: async () => [{ orderId: 'o1', stoppedAt: new Date(-hours * 3_600_000) }] },
    orders: { get: async () => ({ id: 'o1', status }) as Order, beginCancellation },
    inspections: { reservation: async () => reservation, charge: async () => charge },
    now: new Date(0),
  });
  return { tally, wishes: beginCancellation.mock.calls.map((call) => (call as unknown[])[1]) };
}

describe('withdrawFalseConfirmations', () => {
  it.each<[string, OrderStatus, ReservationFound | 'unavailable', ChargeFound | 'unavailable']>([
    ['is CONFIRMED, held and charged', 'CONFIRMED', HELD, CHARGED],
    ['is CONFIRMED, committed and charged', 'CONFIRMED', { ...HELD, status: 'COMMITTED' }, CHARGED],
    ['is PENDING: the reconciler has it', 'PENDING', { ...HELD, status: 'RELEASED' }, CHARGED],
    ['is CANCELLED', 'CANCELLED', { ...HELD, status: 'RELEASED' }, { status: 'REFUNDED' }],
    ['inventory cannot be asked about', 'CONFIRMED', 'unavailable', CHARGED],
    ['payments cannot be asked about', 'CONFIRMED', HELD, 'unavailable'],
  ])('leaves an order alone that %s', async (_, ...facts) => {
    expect(await look(...facts)).toEqual({ tally: {}, wishes: [] });
  });

  it.each<[string, ReservationFound | 'unavailable', ChargeFound | 'unavailable']>([
    ['stock', { ...HELD, status: 'RELEASED' }, CHARGED],
    ['reservation', { ...HELD, status: 'VOIDED' }, CHARGED],
    ['money', HELD, { status: 'REFUNDED' }],
    ['either', { ...HELD, status: 'NONE' }, { status: 'NONE' }],
    ['stock, while payments cannot be asked', { ...HELD, status: 'RELEASED' }, 'unavailable'],
    ['money, while inventory cannot be asked', 'unavailable', { status: 'REFUNDED' }],
  ])('cancels a confirmed order without its %s, for the shop', async (_, reservation, charge) => {
    expect(await look('CONFIRMED', reservation, charge)).toEqual({
      tally: { withdraw: 1 },
      wishes: [{ by: 'staff', at: new Date(0).toISOString() }],
    });
  });

  it('cancels one of which nobody can tell for a day', async () => {
    expect((await look('CONFIRMED', 'unavailable', CHARGED, { hours: 23 })).tally).toEqual({});
    expect((await look('CONFIRMED', 'unavailable', CHARGED, { hours: 25 })).tally).toEqual({ withdraw: 1 });
  });

  it('counts an order that it could not cancel', async () => {
    const beginCancellation = vi.fn(async () => Promise.reject(new Error('the table is unavailable')));
    const { tally } = await look('CONFIRMED', { ...HELD, status: 'RELEASED' }, CHARGED, {
      beginCancellation,
    });
    expect(tally).toEqual({ failed: 1 });
  });
});
