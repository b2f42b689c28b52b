import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as payments from '../../functions/contracts/http/payments.ts';
import { ServiceError } from '../../functions/platform/service-error.ts';
import { badBodies } from '../support/bad-bodies.ts';
import { soundBalances } from '../support/ledger.ts';
import { type ServiceAnswer, type ServiceCall, serviceApi } from '../support/service-api.ts';
import { serviceTable } from '../support/service-table.ts';

const { unknown } = vi.hoisted(() => ({ unknown: new Set<string>() }));
vi.mock('../../functions/payments/customer-check.ts', () => ({
  makeCustomerCheck: () => async (id: string) => {
    if (unknown.has(id)) throw new ServiceError('notFound', 'There is no such user.');
  },
}));

type Endpoint = (call?: ServiceCall) => Promise<ServiceAnswer>;

const eur = (amount: unknown) => ({ amount: { amount, currency: 'EUR' } });

describe('payments, by its endpoints', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let api: Awaited<ReturnType<typeof serviceApi>>;
  const endpoints = {} as Record<
    'account' | 'deposit' | 'entries' | 'customer' | 'customerDeposit',
    Endpoint
  >;
  let staff: string;
  let token: string;
  let customerId: string;

  beforeAll(async () => {
    store = await serviceTable();
    api = await serviceApi(store.name, { CURRENCY: 'EUR' });
    staff = await api.token('staff');
    const folder = '../../functions/payments/api';
    endpoints.account = api.of(payments.getAccount, await import(`${folder}/get-account.ts`));
    endpoints.deposit = api.of(payments.postDeposit, await import(`${folder}/post-deposit.ts`));
    endpoints.entries = api.of(payments.listEntries, await import(`${folder}/list-entries.ts`));
    endpoints.customer = api.of(
      payments.getCustomerAccount,
      await import(`${folder}/get-customer-account.ts`),
    );
    endpoints.customerDeposit = api.of(
      payments.postCustomerDeposit,
      await import(`${folder}/post-customer-deposit.ts`),
    );
  });
  afterAll(() => store.drop());
  beforeEach(async () => {
    customerId = randomUUID();
    token = await api.token('customer', customerId);
  });

  const statement = async (query: Record<string, string> = {}) => {
    const { body } = await endpoints.entries({ token, query });
    return body as { items: { id: string; amount: { amount: number } }[]; next: string | null };
  };

  it('list every entry once, newest first, whatever the size of the pages', async () => {
    for (const amount of [1, 2, 3, 4, 5])
      await endpoints.deposit({ token, key: `k${amount}`, body: eur(amount) });

    const amounts: number[] = [];
    let cursor: string | null = null;
    do {
      const page = await statement({ limit: '2', ...(cursor && { cursor }) });
      amounts.push(...page.items.map((entry) => entry.amount.amount));
      cursor = page.next;
    } while (cursor);
    expect(amounts).toEqual([5, 4, 3, 2, 1]);
    expect((await statement()).next).toBeNull();
  });

  it("show nobody another's entries, also by another's cursor", async () => {
    await endpoints.deposit({ token, key: 'k', body: eur(1) });
    await endpoints.deposit({ token, key: 'l', body: eur(2) });
    const { next } = await statement({ limit: '1' });
    const stranger = await api.token('customer', randomUUID());

    for (const query of [undefined, { cursor: next! }])
      expect((await endpoints.entries({ token: stranger, query })).body).toEqual({ items: [], next: null });
  });

  it('let staff pay in for a customer, once per key, and read the account', async () => {
    const deposit = (amount: number, to = customerId) =>
      endpoints.customerDeposit({
        token: staff,
        key: customerId,
        path: { customerId: to },
        body: eur(amount),
      });
    const [one, two] = [await deposit(700), await deposit(700)];

    expect([one.status, two.status]).toEqual([201, 201]);
    expect(two.body).toEqual(one.body);
    expect(one.headers.location).toBe(`/payments/accounts/${customerId}`);
    expect((await deposit(701)).status).toBe(422);
    expect((await deposit(700, randomUUID())).status).toBe(422);
    expect((await endpoints.customer({ token: staff, path: { customerId } })).body).toEqual({
      customerId,
      balance: { amount: 700, currency: 'EUR' },
    });
    expect((await endpoints.account({ token })).body.balance.amount).toBe(700);
    expect((await statement()).items).toEqual([
      { id: one.body.id, kind: 'deposit', amount: eur(700).amount, createdAt: one.body.createdAt },
    ]);
  });

  it('take nothing from staff for a customer whom there is not', async () => {
    unknown.add(customerId);
    const before = await store.scan();
    const call = { token: staff, key: randomUUID(), path: { customerId }, body: eur(5) };

    expect((await endpoints.customerDeposit(call)).status).toBe(404);
    expect(await store.scan()).toEqual(before);
  });

  it.each([
    ['account', 'staff'],
    ['entries', 'oncall'],
    ['deposit', 'staff'],
    ['customer', 'customer'],
    ['customer', 'oncall'],
    ['customerDeposit', 'customer'],
    ['customerDeposit', 'oncall'],
  ] as const)('%s is not for %s, and not for anybody without a token', async (name, role) => {
    const call = { path: { customerId }, key: 'k', ...(name.endsWith('eposit') && { body: eur(1) }) };

    expect((await endpoints[name]({ ...call, token: await api.token(role, customerId) })).status).toBe(403);
    expect((await endpoints[name](call)).status).toBe(401);
    expect(soundBalances(await store.scan()).has(customerId)).toBe(false);
  });

  const bad: [string, ServiceCall, number][] = [
    ...badBodies(eur(1)),
    ['nothing', { body: eur(0) }, 400],
    ['less than nothing', { body: eur(-1) }, 400],
    ['a fraction', { body: eur(0.5) }, 400],
    ['more than the limit', { body: eur(1_000_000_001) }, 400],
    ['more than a number holds', { body: '{"amount":{"amount":1e999,"currency":"EUR"}}' }, 400],
    ['a number with many digits', { body: `{"amount":{"amount":${'9'.repeat(400)},"currency":"EUR"}}` }, 400],
    ['a number as text', { body: eur('5') }, 400],
    ['a list of numbers', { body: eur([5]) }, 400],
    ['no amount', { body: {} }, 400],
    ['no currency', { body: { amount: { amount: 5 } } }, 400],
    ['a currency in small letters', { body: { amount: { amount: 5, currency: 'eur' } } }, 400],
    ['a currency in other letters', { body: { amount: { amount: 5, currency: 'ЕUR' } } }, 400],
    ['another currency', { body: { amount: { amount: 5, currency: 'USD' } } }, 422],
    ['an unknown field inside', { body: { amount: { amount: 5, currency: 'EUR', fee: 0 } } }, 400],
    ['no key', { body: eur(1), key: '' }, 400],
    ['a key that is too long', { body: eur(1), key: 'k'.repeat(256) }, 400],
    ['a key that cannot be seen', { body: eur(1), key: 'a\u00a0b' }, 400],
  ];
  it.each(bad)('a deposit with %s is refused, and nothing is written', async (_, call, status) => {
    const before = await store.scan();
    const both = [
      await endpoints.deposit({ token, key: 'k', ...call }),
      await endpoints.customerDeposit({ token: staff, key: 'k', path: { customerId }, ...call }),
    ];

    expect(both.map((answer) => answer.status)).toEqual([status, status]);
    expect(await store.scan()).toEqual(before);
  });

  it.each([
    ['a limit of nothing', { limit: '0' }],
    ['a limit beyond the page', { limit: '101' }],
    ['a limit that is no number', { limit: 'ten' }],
    ['a limit with a fraction', { limit: '1.5' }],
    ['an empty cursor', { cursor: '' }],
    ['a cursor of its own making', { cursor: 'a cursor' }],
    ['a cursor that is too long', { cursor: 'A'.repeat(513) }],
    ['an unknown parameter', { page: '2' }],
  ])('a statement with %s is refused', async (_, query) => {
    expect((await endpoints.entries({ token, query })).status).toBe(400);
  });

  it.each([
    ['a name that is too long', 'c'.repeat(129)],
    ['no name', ''],
  ])('an account of %s is refused', async (_, id) => {
    const call = { token: staff, path: { customerId: id } };
    expect((await endpoints.customer(call)).status).toBe(400);
    expect((await endpoints.customerDeposit({ ...call, key: 'k', body: eur(1) })).status).toBe(400);
  });
});
