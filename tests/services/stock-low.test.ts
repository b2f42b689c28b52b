import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { countStock } from '../../functions/inventory/count-stock.ts';
import { ReservationRepository } from '../../functions/inventory/reservation-repository.ts';
import { Reservations } from '../../functions/inventory/reservations.ts';
import { StockRepository } from '../../functions/inventory/stock-repository.ts';
import { answered } from '../support/answered.ts';
import { serviceTable } from '../support/service-table.ts';
import { stockRow } from '../support/stock-row.ts';

const price = { amount: 100, currency: 'EUR' };

describe('stock.low, by what stands in the outbox', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let reservations: Reservations;
  let repository: ReservationRepository;
  let stocks: StockRepository;
  let sku: string;

  beforeAll(async () => {
    store = await serviceTable();
    repository = new ReservationRepository(store.table);
    stocks = new StockRepository(store.table);
    reservations = new Reservations(repository);
  });
  afterAll(() => store.drop());
  beforeEach(() => {
    sku = `sku-${randomUUID()}`;
  });

  const order = (...lines: [sku: string, quantity: number][]) => ({
    orderId: randomUUID(),
    customerId: 'c',
    items: lines.map(([each, quantity]) => ({ sku: each, quantity, unitPrice: price })),
    total: price,
  });
  const reserve = (quantity: number) => reservations.reserve(order([sku, quantity]));
  const count = (onHand: number, lowAt?: number) => countStock(stocks, { sku, onHand, lowAt });
  /** [sequence, available] of every event about one of these products. */
  const told = async (...skus: string[]) => {
    type Record = { event?: { type: string; sequence: number; data: { sku: string; available: number } } };
    const records = (await store.scan()) as Record[];
    return records
      .flatMap(({ event }) => (event?.type === 'stock.low' && skus.includes(event.data.sku) ? [event] : []))
      .map(({ sequence, data }) => [sequence, data.available])
      .sort(([a], [b]) => a! - b!);
  };

  it.each([
    ['is told when the stock falls below', [6], [[1, 4]]],
    ['is not told at the threshold itself', [5], []],
    ['is told once, however far it falls', [6, 1, 1], [[1, 4]]],
    ['is told by the one that crosses', [2, 2, 2], [[1, 4]]],
  ])('%s', async (_, quantities, expected) => {
    await store.put(stockRow(sku, 10, 5));
    for (const quantity of quantities) await reserve(quantity);

    expect(await told(sku)).toEqual(expected);
  });

  it('is told once by 40 reservations at once', async () => {
    await store.put(stockRow(sku, 60, 30));
    const held = await Promise.all(
      Array.from({ length: 40 }, () => answered(() => reserve(1), 'OutOfStock')),
    );

    expect(held.filter(Boolean)).toHaveLength(40);
    expect(await stocks.get(sku)).toMatchObject({ available: 20, reserved: 40, headroom: -10 });
    expect(await told(sku)).toEqual([[1, 29]]);
  });

  it('is told again when the stock had risen in between, by a release or a count', async () => {
    await store.put(stockRow(sku, 10, 5));
    const one = order([sku, 6]);
    await reservations.reserve(one);
    await reservations.release(one);
    await reserve(7);
    await count(100);
    await reserve(90);

    expect(await told(sku)).toEqual([
      [1, 4],
      [2, 3],
      [3, 3],
    ]);
  });

  it('is told by a count, and by a threshold that rises above the stock', async () => {
    await store.put(stockRow(sku, 10, 5));
    await count(4);
    await count(3);
    await count(10);
    await count(10, 11);
    await count(10, 12);
    await count(10, 2);
    await reserve(8);

    expect(await told(sku)).toEqual([
      [1, 4],
      [2, 10],
    ]);
  });

  it('is told of every product of an order, also of 50 at once', async () => {
    const skus = Array.from({ length: 50 }, (_, index) => `${sku}-${index}`);
    for (const each of skus) await store.put(stockRow(each, 3, 3));
    await reservations.reserve(order(...skus.map((each): [string, number] => [each, 1])));

    expect(await told(...skus)).toEqual(skus.map(() => [1, 2]));
  });

  it('is not told when nothing is held', async () => {
    const short = `short-${sku}`;
    await store.put(stockRow(sku, 10, 5));
    await store.put(stockRow(short, 1));
    await expect(reservations.reserve(order([sku, 6], [short, 2]))).rejects.toMatchObject({
      name: 'OutOfStock',
    });

    expect(await told(sku, short)).toEqual([]);
  });
});
