import { create } from '@bufbuild/protobuf';
import { timestampFromDate } from '@bufbuild/protobuf/wkt';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { MeView, OrderOverview } from '../contracts/http/gateway.ts';
import {
  GetReservationResponseSchema,
  GetStockResponseSchema,
  ReservationStatus,
} from '../contracts/rpc/inventory/v1/inventory_pb.ts';
import {
  GetOrderResponseSchema,
  GetSagaResponseSchema,
  ListOrdersResponseSchema,
  OrderStatus,
} from '../contracts/rpc/orders/v1/orders_pb.ts';
import {
  GetAccountResponseSchema,
  GetPaymentResponseSchema,
  PaymentStatus,
} from '../contracts/rpc/payments/v1/payments_pb.ts';
import { GetProfileResponseSchema } from '../contracts/rpc/users/v1/users_pb.ts';
import { ServiceError } from '../platform/service-error.ts';
import { readMe } from './me.ts';
import { readOverview } from './overview.ts';

const TIME = '2026-01-01T00:00:00.000Z';
const time = timestampFromDate(new Date(TIME));
const eur = (amount: number) => ({ amount: BigInt(amount), currency: 'EUR' });
const order = (id: string, status: OrderStatus, ...skus: string[]) => ({
  id,
  customerId: 'ada',
  status,
  items: skus.map((sku) => ({ sku, quantity: 2, unitPrice: eur(100) })),
  total: eur(200 * skus.length),
  createdAt: time,
});
const profile = { id: 'ada', name: 'Ada', email: 'a@b.de', roles: ['customer', 'later'], createdAt: time };

/** The services, when all is well. */
const services = () => ({
  users: { getProfile: vi.fn(async () => create(GetProfileResponseSchema, { profile })) },
  orders: {
    listOrders: vi.fn(async () =>
      create(ListOrdersResponseSchema, {
        orders: [
          order('3', OrderStatus.PENDING, 'cup', 'pot'),
          order('2', OrderStatus.CONFIRMED, 'jug'),
          order('1', OrderStatus.PENDING, 'cup'),
        ],
      }),
    ),
    getOrder: vi.fn(async () =>
      create(GetOrderResponseSchema, { order: order('1', OrderStatus.CONFIRMED, 'cup') }),
    ),
    getSaga: vi.fn(async () =>
      create(GetSagaResponseSchema, { executions: [{ name: '1', status: 'SUCCEEDED', startedAt: time }] }),
    ),
  },
  payments: {
    getAccount: vi.fn(async () => create(GetAccountResponseSchema, { balance: eur(500) })),
    getPayment: vi.fn(async () =>
      create(GetPaymentResponseSchema, {
        payment: { orderId: '1', status: PaymentStatus.CHARGED, amount: eur(200), createdAt: time },
      }),
    ),
  },
  inventory: {
    getStock: vi.fn(async () =>
      create(GetStockResponseSchema, { stock: [{ sku: 'cup', available: 7, reserved: 2 }] }),
    ),
    getReservation: vi.fn(async () =>
      create(GetReservationResponseSchema, {
        reservation: {
          orderId: '1',
          status: ReservationStatus.COMMITTED,
          items: [{ sku: 'cup', quantity: 2 }],
        },
      }),
    ),
  },
});

let all: ReturnType<typeof services>;
beforeAll(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
beforeEach(() => {
  all = services();
});
afterAll(() => void vi.restoreAllMocks());

const down = async () => {
  throw new ServiceError('unavailable', 'No instance answers.');
};
const none = async () => {
  throw new ServiceError('notFound', 'There is none.');
};

describe('readMe', () => {
  const me = async () => z.parse(MeView, await readMe(all as never, 'ada'));

  it('tells all there is', async () => {
    expect(await me()).toMatchObject({
      profile: { id: 'ada', name: 'Ada', email: 'a@b.de', createdAt: TIME, roles: ['customer'] },
      orders: [
        { id: '3', status: 'PENDING', total: { amount: 400, currency: 'EUR' } },
        { id: '2' },
        { id: '1' },
      ],
      balance: { amount: 500, currency: 'EUR' },
      stock: [{ sku: 'cup', available: 7, reserved: 2 }],
      degraded: [],
    });
  });

  it('asks for the caller, once each, and for the stock of what is pending alone', async () => {
    await me();
    const within = { deadlineMs: expect.any(Number) };

    expect(all.users.getProfile.mock.calls).toEqual([[{ id: 'ada' }, within]]);
    expect(all.orders.listOrders.mock.calls).toEqual([[{ customerId: 'ada', limit: 20 }, within]]);
    expect(all.payments.getAccount.mock.calls).toEqual([[{ customerId: 'ada' }, within]]);
    expect(all.inventory.getStock.mock.calls).toEqual([[{ skus: ['cup', 'pot'] }, within]]);
  });

  it('asks for no stock when nothing is pending', async () => {
    all.orders.listOrders.mockResolvedValue(create(ListOrdersResponseSchema, {}));
    expect(await me()).toMatchObject({ orders: [], stock: [], degraded: [] });
    expect(all.inventory.getStock).not.toHaveBeenCalled();
  });

  it.each<[string, () => void, string[]]>([
    ['orders', () => all.orders.listOrders.mockImplementation(down), ['orders', 'stock']],
    ['payments', () => all.payments.getAccount.mockImplementation(down), ['balance']],
    ['inventory', () => all.inventory.getStock.mockImplementation(down), ['stock']],
    ['a status that is newer than this code in orders', () => newStatus(), ['orders']],
  ])('does without %s', async (_, fail, parts) => {
    fail();
    const answer = await me();

    expect(answer.degraded).toEqual(parts.map((part) => ({ part, reason: 'failed' })));
    for (const part of parts) expect(answer[part as 'orders']).toBeNull();
    expect(answer.profile.name).toBe('Ada');
  });
  const newStatus = () =>
    all.orders.listOrders.mockResolvedValue(
      create(ListOrdersResponseSchema, { orders: [order('1', 9 as never)] }),
    );

  it.each([
    ['users fail', down, 'unavailable'],
    ['the account has been deleted', none, 'notFound'],
  ])('is nothing when %s', async (_, fail, code) => {
    all.users.getProfile.mockImplementation(fail);
    await expect(me()).rejects.toMatchObject({ code });
  });
});

describe('readOverview', () => {
  const overview = async () => z.parse(OrderOverview, await readOverview(all as never, '1'));

  it('tells all there is', async () => {
    expect(await overview()).toMatchObject({
      order: { id: '1', customerId: 'ada', status: 'CONFIRMED' },
      payment: { status: 'CHARGED', amount: { amount: 200, currency: 'EUR' }, createdAt: TIME },
      reservation: { status: 'COMMITTED', items: [{ sku: 'cup', quantity: 2 }] },
      saga: [{ name: '1', status: 'SUCCEEDED', startedAt: TIME }],
      degraded: [],
    });
  });

  it('is whole when the saga has not come to payments or inventory yet', async () => {
    all.payments.getPayment.mockImplementation(none);
    all.inventory.getReservation.mockImplementation(none);
    expect(await overview()).toMatchObject({ payment: null, reservation: null, degraded: [] });
  });

  it.each<[string, () => void]>([
    ['payment', () => all.payments.getPayment.mockImplementation(down)],
    ['reservation', () => all.inventory.getReservation.mockImplementation(down)],
    ['saga', () => all.orders.getSaga.mockImplementation(down)],
  ])('does without the %s', async (part, fail) => {
    fail();
    const answer = await overview();
    expect(answer).toMatchObject({ [part]: null, degraded: [{ part, reason: 'failed' }] });
  });

  it.each([
    ['orders fail', down, 'unavailable'],
    ['there is no such order', none, 'notFound'],
  ])('is nothing when %s', async (_, fail, code) => {
    all.orders.getOrder.mockImplementation(fail);
    await expect(overview()).rejects.toMatchObject({ code });
  });
});
