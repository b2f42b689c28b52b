import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ClosedCustomerRepository } from '../../functions/orders/closed-customer-repository.ts';
import { ClosedCustomers } from '../../functions/orders/closed-customers.ts';
import { OrderPlacement, type PlacedOrder } from '../../functions/orders/place-order.ts';
import type { ProductProjectionRepository } from '../../functions/orders/product-projection-repository.ts';
import { OrderRepository } from '../../functions/orders/repository.ts';
import { OrderCancellation } from '../../functions/orders/request-cancellation.ts';
import { type Deposit, Accounts as Money } from '../../functions/payments/accounts.ts';
import { Charges } from '../../functions/payments/charges.ts';
import { LedgerRepository } from '../../functions/payments/ledger-repository.ts';
import { ServiceError } from '../../functions/platform/service-error.ts';
import { Accounts } from '../../functions/users/accounts.ts';
import { type Holdings, removeAccount } from '../../functions/users/remove-account.ts';
import { UserRepository } from '../../functions/users/repository.ts';
import type { User } from '../../functions/users/user.ts';
import { ledgerRows } from '../../ops/ledger/rows.ts';
import { ledgerViolations } from '../../packages/ledger-invariants/index.ts';
import { orderRow } from '../support/order-row.ts';
import { onceBy } from '../support/remembered.ts';
import { serviceTable } from '../support/service-table.ts';

type Store = Awaited<ReturnType<typeof serviceTable>>;

const eur = (amount: number) => ({ amount, currency: 'EUR' });
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'done',
    (thrown) => thrown.code ?? thrown.name,
  );

let stores: Record<'users' | 'payments' | 'orders', Store>;
let accounts: Accounts;
let money: Money;
let charges: Charges;
let orders: OrderRepository;
let closed: ClosedCustomers;
let ada: User;

beforeEach(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const [users, payments, own] = await Promise.all([
    serviceTable(),
    serviceTable(),
    serviceTable({
      ByCustomer: { hashKey: 'customerId', rangeKey: 'id' },
      ByCustomerStatus: { hashKey: 'customerStatus', rangeKey: 'id' },
    }),
  ]);
  stores = { users, payments, orders: own };
  accounts = new Accounts(new UserRepository(users.table));
  money = new Money(new LedgerRepository(payments.table), 'EUR');
  charges = new Charges(new LedgerRepository(payments.table));
  orders = new OrderRepository(own.table);
  closed = new ClosedCustomers(new ClosedCustomerRepository(own.table), orders);
  ada = await accounts.createWithoutPassword({ name: 'Ada', email: `${randomUUID()}@example.com` });
});
afterEach(async () => {
  vi.useRealTimers();
  await Promise.all(Object.values(stores).map((store) => store.drop()));
});

const deposit = (amount: number, idempotencyKey: string = randomUUID()) =>
  onceBy<Deposit>(stores.payments.table, idempotencyKey, (remember) =>
    money.deposit({ customerId: ada.id, amount: eur(amount), remember }),
  );
const orderOf = (total: number) => ({
  orderId: randomUUID(),
  customerId: ada.id,
  items: [],
  total: eur(total),
});
const place = () =>
  onceBy<PlacedOrder>(stores.orders.table, randomUUID(), (remember) =>
    new OrderPlacement({
      orders,
      closed,
      products: {
        find: async () => [{ sku: 'cup', price: eur(100), retired: false }],
      } as unknown as ProductProjectionRepository,
      startSaga: async () => {},
    }).place({ customerId: ada.id, lines: [{ sku: 'cup', quantity: 1 }], remember }),
  );

/** The other services, in this process, as the function that deletes accounts calls them. */
const holdings: Holdings = {
  async close(id) {
    const orderIds = await money.close(id);
    await closed.close(id, orderIds).catch(async (thrown) => {
      await money.reopen(id);
      throw thrown;
    });
  },
  async reopen(id) {
    await Promise.all([money.reopen(id), closed.reopen(id)]);
  },
};
const remove = (given: Partial<Holdings> = {}) =>
  removeAccount({ accounts, holdings: { ...holdings, ...given } }, ada, Date.now() / 1000);
const violations = async () => ledgerViolations(ledgerRows(await stores.payments.scan()));

describe('a deleted customer', () => {
  it('pays nothing in and orders nothing with a token that lives on', async () => {
    await remove();

    expect(await codeOf(deposit(500))).toBe('conflict');
    expect(await codeOf(place())).toBe('conflict');
    expect(await money.balance(ada.id)).toEqual(eur(0));
    expect(await violations()).toEqual([]);
    expect((await stores.orders.scan()).filter(({ sk }) => sk === 'ORDER')).toEqual([]);
  });

  it('gets the first answer again to a deposit of before', async () => {
    const first = await deposit(500, 'k');
    await charges.charge(orderOf(500));
    await remove();

    expect(await deposit(500, 'k')).toEqual(first);
    expect(await money.balance(ada.id)).toEqual(eur(0));
  });

  it('does not lose what is paid back later', async () => {
    await deposit(500);
    const order = orderOf(500);
    await charges.charge(order);
    await remove();
    await charges.refund(order);

    expect(await money.balance(ada.id)).toEqual(eur(500));
    expect(await violations()).toEqual([]);
  });

  it('cancels no confirmed order, whose money would be out of reach; staff do', async () => {
    const order = orderRow({ customerId: ada.id });
    await orders.place(order, []);
    await orders.settle(order, { status: 'CONFIRMED', confirmedAt: new Date().toISOString() });
    await remove();
    const cancellation = new OrderCancellation({ orders, closed, startUndo: async () => {} });

    expect(await codeOf(cancellation.request(order.id, { id: ada.id, roles: ['customer'] }))).toBe(
      'conflict',
    );
    expect(await codeOf(cancellation.request(order.id, { id: 'boss', roles: ['staff'] }))).toBe('done');
  });
});

describe('a deletion', () => {
  const stays = async () => {
    expect(await accounts.get(ada.id)).toMatchObject({ email: ada.email });
    expect(await codeOf(deposit(1))).toBe('done');
    expect(await codeOf(place())).toBe('done');
  };

  it('is refused with money on the account, and says how much', async () => {
    await deposit(1_250);

    await expect(remove()).rejects.toMatchObject({
      code: 'conflict',
      violations: [{ pointer: '/balance', detail: expect.stringContaining('1250 EUR') }],
    });
    await stays();
  });

  it('is refused with orders under way, and says which', async () => {
    const order = await place();

    await expect(remove()).rejects.toMatchObject({
      code: 'conflict',
      violations: [{ pointer: `/orders/${order.id}` }],
    });
    await stays();
  });

  it('is refused with an order that was charged, and that no list of pending orders holds yet', async () => {
    const order = orderRow({ customerId: ada.id, total: eur(70) });
    await orders.place(order, []);
    vi.spyOn(orders, 'list').mockResolvedValue({ items: [], last: undefined });
    await deposit(70);
    await charges.charge({ orderId: order.id, customerId: ada.id, items: [], total: eur(70) });

    await expect(remove()).rejects.toMatchObject({ violations: [{ pointer: `/orders/${order.id}` }] });
    await stays();
  });

  it.each<[string, Partial<Holdings>]>([
    [
      'payments do not answer',
      { close: () => Promise.reject(new ServiceError('unavailable', 'unavailable')) },
    ],
    [
      'orders do not answer',
      {
        close: async (id) => {
          await money.close(id);
          await money.reopen(id);
          throw new ServiceError('unavailable', 'unavailable');
        },
      },
    ],
  ])('does nothing when %s', async (_, given) => {
    expect(await codeOf(remove(given))).toBe('unavailable');
    await stays();
  });

  it('opens everything again when the account stays after all', async () => {
    vi.spyOn(accounts, 'remove').mockRejectedValue(new ServiceError('conflict', 'changed meanwhile'));
    expect(await codeOf(remove())).toBe('conflict');
    await stays();
  });

  it('opens nothing again when the account is gone, whatever failed after that', async () => {
    const real = accounts.remove.bind(accounts);
    vi.spyOn(accounts, 'remove').mockImplementation(async (...given) => {
      await real(...given);
      throw new Error('the answer was lost');
    });
    expect(await codeOf(remove())).toBe('Error');
    expect(await codeOf(deposit(1))).toBe('conflict');
    expect(await codeOf(place())).toBe('conflict');
  });

  it('that was cut off in the middle can be repeated, and comes to nothing after an hour', async () => {
    await holdings.close(ada.id);
    expect(await codeOf(deposit(1))).toBe('conflict');
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 3_601_000 });
    await stays();

    vi.setSystemTime(Date.now() + 1_000);
    await charges.charge(orderOf(1));
    await stores.orders.drop();
    stores.orders = await serviceTable({
      ByCustomer: { hashKey: 'customerId', rangeKey: 'id' },
      ByCustomerStatus: { hashKey: 'customerStatus', rangeKey: 'id' },
    });
    orders = new OrderRepository(stores.orders.table);
    closed = new ClosedCustomers(new ClosedCustomerRepository(stores.orders.table), orders);
    await holdings.close(ada.id);
    await remove();
    expect(await codeOf(accounts.get(ada.id))).toBe('notFound');
  });

  it.each(Array.from({ length: 5 }, (_, round) => [round]))(
    'and deposits at once leave no money on an account that is gone (round %i)',
    async () => {
      const answers = await Promise.all([
        ...Array.from({ length: 5 }, (_, index) => codeOf(deposit(index + 1))),
        codeOf(remove()),
        ...Array.from({ length: 5 }, (_, index) => codeOf(deposit(index + 1))),
      ]);
      const gone = (await codeOf(accounts.get(ada.id))) === 'notFound';
      const { amount } = await money.balance(ada.id);

      expect(await violations()).toEqual([]);
      expect(gone ? amount : 0).toBe(0);
      expect(answers[5]).toBe(gone ? 'done' : 'conflict');
      if (!gone) await stays();
    },
  );
});
