import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ReservationRepository } from '../../functions/inventory/reservation-repository.ts';
import { Reservations } from '../../functions/inventory/reservations.ts';
import { StockRepository } from '../../functions/inventory/stock-repository.ts';
import { answered } from '../support/answered.ts';
import { serviceTable } from '../support/service-table.ts';
import { stockRow } from '../support/stock-row.ts';
import { unavailableTable } from '../support/unavailable-table.ts';

const price = { amount: 100, currency: 'EUR' };

const MESSAGES = ['reserve', 'release', 'commit'] as const;
type Message = (typeof MESSAGES)[number];

const send = (to: Reservations, message: Message, order: Parameters<Reservations['reserve']>[0]) =>
  message === 'commit' ? to.commit(order.orderId) : to[message](order);

describe('reservations, by what stands in the table', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let repository: ReservationRepository;
  let stocks: StockRepository;
  let reservations: Reservations;
  let cup: string;
  let scale: string;

  beforeAll(async () => {
    store = await serviceTable();
    repository = new ReservationRepository(store.table);
    stocks = new StockRepository(store.table);
    reservations = new Reservations(repository);
  });
  afterAll(() => store.drop());
  beforeEach(async () => {
    [cup, scale] = [`cup-${randomUUID()}`, `scale-${randomUUID()}`];
    for (const [sku, available] of [
      [cup, 10],
      [scale, 3],
    ]) {
      await store.put(stockRow(sku as string, available as number));
    }
  });

  const order = (...lines: [sku: string, quantity: number][]) => ({
    orderId: randomUUID(),
    customerId: 'c',
    items: lines.map(([sku, quantity]) => ({ sku, quantity, unitPrice: price })),
    total: price,
  });
  const stock = async () =>
    Promise.all(
      [cup, scale].map(async (sku) => {
        const { available, reserved } = (await stocks.get(sku))!;
        return [available, reserved];
      }),
    );

  it('hold all items', async () => {
    await reservations.reserve(order([cup, 4], [scale, 3]));

    expect(await stock()).toEqual([
      [6, 4],
      [0, 3],
    ]);
  });

  it('hold nothing when one item is short', async () => {
    await expect(reservations.reserve(order([cup, 4], [scale, 4]))).rejects.toMatchObject({
      name: 'OutOfStock',
      message: `${scale}: 4 asked, 3 left.`,
    });

    expect(await stock()).toEqual([
      [10, 0],
      [3, 0],
    ]);
  });

  it('refuse what is not in stock at all', async () => {
    const sku = `none-${randomUUID()}`;

    await expect(reservations.reserve(order([cup, 1], [sku, 1]))).rejects.toMatchObject({
      name: 'UnknownProduct',
      message: `${sku} is not sold.`,
    });
    expect((await stock())[0]).toEqual([10, 0]);
  });

  it('hold the very last ones, also when that makes the stock low', async () => {
    await store.put({ ...stockRow(cup, 10), headroom: 4 });
    await reservations.reserve(order([cup, 10]));

    expect((await stock())[0]).toEqual([0, 10]);
  });

  it('leave a tombstone that holds nothing', async () => {
    const one = order([cup, 4]);
    await reservations.release(one);

    expect(await repository.get(one.orderId)).toMatchObject({ status: 'VOIDED', items: [] });
  });

  /**
   * Every order in which the messages of one order can come, what must stand afterwards, and whether the last one is
   * refused: all others are answered.
   */
  it.each([
    ['reserve twice', ['reserve', 'reserve'], [6, 4]],
    ['reserve, release', ['reserve', 'release'], [10, 0]],
    ['reserve, release twice', ['reserve', 'release', 'release'], [10, 0]],
    ['release before reserve', ['release', 'reserve'], [10, 0], 'ReservationVoided'],
    ['reserve again after release', ['reserve', 'release', 'reserve'], [10, 0], 'ReservationVoided'],
    ['release alone', ['release', 'release'], [10, 0]],
    ['commit twice', ['reserve', 'commit', 'commit'], [6, 4]],
    ['reserve again after commit', ['reserve', 'commit', 'reserve'], [6, 4]],
    ['release what was committed', ['reserve', 'commit', 'release'], [10, 0]],
    ['commit after release', ['reserve', 'release', 'commit'], [10, 0]],
    ['commit alone', ['commit'], [10, 0]],
  ] as [string, Message[], [number, number], string?][])('%s', async (_, messages, expected, rejection) => {
    const one = order([cup, 4]);
    for (const message of messages.slice(0, -1)) await send(reservations, message, one);
    const refused = await send(reservations, messages.at(-1)!, one).catch((thrown: Error) => thrown.name);

    expect(refused).toBe(rejection);
    expect((await stock())[0]).toEqual(expected);
  });

  it.each(MESSAGES)('fail to %s when the table is unavailable', async (message) => {
    const away = new Reservations(new ReservationRepository(unavailableTable()));

    await expect(send(away, message, order([cup, 4]))).rejects.toThrow('the table is unavailable');
  });

  it('answer a refused order the same way when it comes late, though there is stock by then', async () => {
    const big = order([cup, 11]);
    await expect(reservations.reserve(big)).rejects.toMatchObject({ name: 'OutOfStock' });
    await store.put(stockRow(cup, 50));

    await expect(reservations.reserve(big)).rejects.toMatchObject({ name: 'OutOfStock' });
    expect((await stock())[0]).toEqual([50, 0]);
  });

  it('never hold more than there is, whoever comes at once', async () => {
    const orders = Array.from({ length: 12 }, () => order([cup, 2]));
    const held = await Promise.all(
      orders.map((one) => answered(() => reservations.reserve(one), 'OutOfStock')),
    );

    expect(held.filter(Boolean)).toHaveLength(5);
    expect((await stock())[0]).toEqual([0, 10]);
  });

  it('and their releases at once give back exactly what was held', async () => {
    const one = order([cup, 3], [scale, 1]);
    await Promise.allSettled([
      reservations.reserve(one),
      reservations.release(one),
      reservations.release(one),
    ]);
    await reservations.release(one);

    expect(await stock()).toEqual([
      [10, 0],
      [3, 0],
    ]);
  });
});
