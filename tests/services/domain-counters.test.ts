import { randomUUID } from 'node:crypto';
import * as fc from 'fast-check';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DomainEvent } from '../../functions/contracts/events.ts';
import { unlessKnown } from '../../functions/platform/inbox.ts';
import { newEvent } from '../../functions/platform/test-event.ts';
import { DomainCounterRepository } from '../../functions/telemetry/domain-counter-repository.ts';
import { readSeries } from '../../functions/telemetry/series-table.ts';
import { serviceTable } from '../support/service-table.ts';

const PLACED = Date.parse('2026-11-27T10:00:00Z');
const after = (seconds: number) => new Date(PLACED + seconds * 1_000).toISOString();

/** The events of one order, as its life goes. */
function lifeOf(kind: 'confirmed' | 'refused' | 'returned'): DomainEvent[] {
  const orderId = v7({ msecs: PLACED });
  const customerId = randomUUID();
  const total = { amount: 250, currency: 'EUR' };
  const items = [{ sku: 'cup', quantity: 1, unitPrice: total }];
  const order = { orderId, customerId, items, total };
  const payment = { orderId, customerId, money: total };
  const cancelled = (sequence: number, code: string, seconds: number) => ({
    ...newEvent('order.cancelled', orderId, sequence, { ...order, reason: { code, message: code } }),
    time: after(seconds),
  });
  const placed = newEvent('order.created', orderId, 1, order);
  if (kind === 'refused') return [placed, cancelled(2, 'OutOfStock', 3)];
  const confirmed = { ...newEvent('order.confirmed', orderId, 2, order), time: after(2) };
  const all = [placed, newEvent('payment.charged', orderId, 1, payment), confirmed];
  if (kind === 'confirmed') return all;
  const refunded = newEvent('payment.refunded', orderId, 2, payment);
  return [...all, refunded, cancelled(4, 'CustomerCancelled', 86_400)];
}

describe('orders, sagas and money, counted from events', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let counters: DomainCounterRepository;

  beforeAll(async () => {
    store = await serviceTable();
    counters = new DomainCounterRepository(store.table);
  });
  afterAll(() => store.drop());

  const handle = (event: DomainEvent): Promise<unknown> => {
    switch (event.type) {
      case 'order.created':
        return unlessKnown(() => counters.placed(event));
      case 'order.confirmed':
        return unlessKnown(() => counters.confirmed(event));
      case 'order.cancelled':
        return unlessKnown(() => counters.cancelled(event));
      case 'payment.charged':
        return unlessKnown(() => counters.charged(event));
      case 'payment.refunded':
        return unlessKnown(() => counters.refunded(event));
      default:
        throw new Error(`nobody counts ${event.type}`);
    }
  };
  const standing = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await readSeries(store.table)).flatMap(({ name, labels, count, buckets }) => [
        [[name, ...labels].join(' '), count],
        ...[...buckets].map(([bucket, times]) => [[name, ...labels, `b${bucket}`].join(' '), times]),
      ]),
    );

  it('are exact, however often the events come', async () => {
    const kinds = ['confirmed', 'confirmed', 'refused', 'returned'] as const;
    const lives = kinds.map(lifeOf);
    for (const event of [...lives.flat(), ...lives.flat().toReversed()]) await handle(event);

    expect(await standing()).toEqual({
      'orders_total placed': 4,
      'orders_total confirmed': 3,
      'orders_total cancelled': 2,
      'orders_cancelled_total OutOfStock': 1,
      'orders_cancelled_total CustomerCancelled': 1,
      'sagas_total confirmed': 3,
      'sagas_total compensated': 1,
      // Two and three seconds after the order was placed; what was given back a day later is no slow saga.
      'saga_duration_seconds confirmed': 3,
      'saga_duration_seconds confirmed b2': 3,
      'saga_duration_seconds compensated': 1,
      'saga_duration_seconds compensated b3': 1,
      'charges_total EUR': 3,
      'revenue_minor_units_total EUR': 750,
      'refunds_total EUR': 1,
      'refunded_minor_units_total EUR': 250,
    });
  });

  it('are exact when they come at once, several times, in any order', async () => {
    const kind = fc.constantFrom('confirmed' as const, 'refused' as const, 'returned' as const);
    await fc.assert(
      fc.asyncProperty(
        fc.array(kind, { maxLength: 4 }),
        fc.infiniteStream(fc.nat(1_000)),
        async (kinds, order) => {
          const before = await standing();
          const events = kinds.flatMap(lifeOf);
          const shuffled = [...events, ...events]
            .map((event) => ({ event, at: order.next().value as number }))
            .sort((a, b) => a.at - b.at);
          for (let at = 0; at < shuffled.length; at += 4)
            await Promise.all(shuffled.slice(at, at + 4).map(({ event }) => handle(event)));
          const now = await standing();
          const added = (series: string) => (now[series] ?? 0) - (before[series] ?? 0);
          const of = (...types: string[]) => kinds.filter((one) => types.includes(one)).length;
          expect({
            placed: added('orders_total placed'),
            confirmed: added('orders_total confirmed'),
            cancelled: added('orders_total cancelled'),
            revenue: added('revenue_minor_units_total EUR'),
            refunded: added('refunded_minor_units_total EUR'),
          }).toEqual({
            placed: kinds.length,
            confirmed: of('confirmed', 'returned'),
            cancelled: of('refused', 'returned'),
            revenue: 250 * of('confirmed', 'returned'),
            refunded: 250 * of('returned'),
          });
        },
      ),
      { numRuns: 10, interruptAfterTimeLimit: 40_000 },
    );
  });
});
