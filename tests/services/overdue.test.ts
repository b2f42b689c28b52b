import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { LIMITS } from '../../functions/contracts/limits.ts';
import { askOverdue } from '../../functions/inventory/ask-overdue.ts';
import { ReservationRepository } from '../../functions/inventory/reservation-repository.ts';
import { Reservations } from '../../functions/inventory/reservations.ts';
import { StockRepository } from '../../functions/inventory/stock-repository.ts';
import { serviceTable } from '../support/service-table.ts';
import { stockRow } from '../support/stock-row.ts';

const price = { amount: 100, currency: 'EUR' };
const minutes = (count: number) => new Date(Date.now() + count * 60_000);
const LIMIT = LIMITS.reservationSeconds / 60;

describe('reservations whose order does not come back', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let repository: ReservationRepository;
  let stocks: StockRepository;
  let reservations: Reservations;
  let alerts: string[];
  let order: Parameters<Reservations['reserve']>[0];

  beforeEach(async () => {
    vi.spyOn(process.stdout, 'write').mockReturnValue(true);
    store = await serviceTable({ Held: { hashKey: 'held', rangeKey: 'dueAt', projection: 'keys-only' } });
    repository = new ReservationRepository(store.table);
    stocks = new StockRepository(store.table);
    reservations = new Reservations(repository);
    alerts = [];
    const items = [{ sku: 'cup', quantity: 4, unitPrice: price }];
    order = { orderId: randomUUID(), customerId: 'c', items, total: price };
    await store.put(stockRow('cup', 10));
    await reservations.reserve(order);
    return () => store.drop();
  });

  const look = (now: Date) =>
    askOverdue({ reservations: repository, now, alert: async ({ orderId }) => void alerts.push(orderId) });
  const stock = async () => {
    const { available, reserved } = (await stocks.get('cup'))!;
    return [available, reserved];
  };
  const questions = async () =>
    ((await store.scan()) as { event?: { type: string; subject: string; sequence: number } }[])
      .flatMap(({ event }) => (event?.type === 'reservation.overdue' ? [event] : []))
      .map(({ subject, sequence }) => [subject, sequence]);

  it.each([
    ['before its time', LIMIT - 1, 0],
    ['after it', LIMIT + 1, 1],
  ])('are asked for %s', async (_, after, asked) => {
    expect(await look(minutes(after))).toBe(asked);
    expect(await questions()).toHaveLength(asked);
  });

  it('are found in every partition, the most overdue first, and not more than asked for', async () => {
    const others = Array.from({ length: 40 }, () => ({ ...order, orderId: randomUUID(), items: [] }));
    for (const other of others) await reservations.reserve(other);
    const rows = ((await store.scan()) as { held?: string; dueAt?: string }[]).filter(({ held }) => held);
    expect(new Set(rows.map(({ held }) => held)).size).toBeGreaterThan(4);

    const times = rows.map(({ dueAt }) => dueAt).sort();
    const now = minutes(LIMIT + 1).toISOString();
    expect((await repository.overdue(now, 100)).map(({ dueAt }) => dueAt)).toEqual(times);
    expect((await repository.overdue(now, 5)).map(({ dueAt }) => dueAt)).toEqual(times.slice(0, 5));
    expect((await repository.overdue(now, 1))[0]).toMatchObject({
      status: 'HELD',
      asked: 0,
      items: [{ sku: 'cup' }],
    });
  });

  it('are never given back by time alone, are asked for again, and people are told once', async () => {
    for (let count = 0; count < 5; count += 1) await look(minutes(LIMIT + 1 + count * 16));

    expect(await questions()).toEqual([1, 2, 3, 4, 5].map((sequence) => [order.orderId, sequence]));
    expect(alerts).toEqual([order.orderId]);
    expect(await stock()).toEqual([6, 4]);
  });

  it('are asked for once by many who look at once, and not again at once', async () => {
    await Promise.all([1, 2, 3, 4].map(() => look(minutes(LIMIT + 1))));
    await look(minutes(LIMIT + 2));

    expect(await questions()).toEqual([[order.orderId, 1]]);
  });

  it.each([
    ['commit', [6, 4]],
    ['release', [10, 0]],
  ] as const)('are asked for no more after %s', async (answer, expected) => {
    await look(minutes(LIMIT + 1));
    await (answer === 'commit' ? reservations.commit(order.orderId) : reservations.release(order));

    expect(await look(minutes(LIMIT + 100))).toBe(0);
    expect(await stock()).toEqual(expected);
  });
});
