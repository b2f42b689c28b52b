import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Accounts, type Deposit } from '../../functions/payments/accounts.ts';
import { LedgerRepository } from '../../functions/payments/ledger-repository.ts';
import { onceBy } from '../support/remembered.ts';
import { serviceTable } from '../support/service-table.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

describe('accounts, by what stands in the ledger', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let accounts: Accounts;
  let customerId: string;

  beforeAll(async () => {
    store = await serviceTable();
    accounts = new Accounts(new LedgerRepository(store.table), 'EUR');
  });
  afterAll(() => store.drop());
  beforeEach(() => {
    customerId = randomUUID();
  });

  const deposit = (amount: { amount: number; currency: string }) =>
    onceBy<Deposit>(store.table, randomUUID(), (remember) =>
      accounts.deposit({ customerId, amount, remember }),
    );
  const foreign = () =>
    store.put({
      pk: `ACCOUNT#${customerId}`,
      sk: 'ACCOUNT',
      customerId,
      balance: 7,
      currency: 'USD',
    });

  it('are empty, in the currency of the stage, before anything was paid in', async () => {
    expect(await accounts.balance(customerId)).toEqual(eur(0));
    expect(await accounts.entries(customerId, 10)).toEqual({ items: [], last: undefined });
  });

  it('keep their own currency', async () => {
    await foreign();
    expect(await accounts.balance(customerId)).toEqual({ amount: 7, currency: 'USD' });
  });

  it('refuse another currency, and say where it stands', async () => {
    await expect(deposit({ amount: 5, currency: 'USD' })).rejects.toMatchObject({
      code: 'refused',
      message: 'Accounts are in EUR.',
      violations: [{ pointer: '/amount/currency', detail: 'Expected EUR' }],
    });
  });

  it('take nothing when they turn out to be in another currency', async () => {
    await foreign();
    await expect(deposit(eur(5))).rejects.toMatchObject({ name: 'ConditionFailed' });
    expect(await accounts.entries(customerId, 10)).toEqual({ items: [], last: undefined });
  });

  it('list their entries page by page, newest first', async () => {
    for (const amount of [1, 2, 3]) await deposit(eur(amount));
    const first = await accounts.entries(customerId, 2);
    const second = await accounts.entries(customerId, 2, first.items.at(-1)!.entryId);

    expect(first.items.map(({ amount }) => amount)).toEqual([3, 2]);
    expect(second.items.map(({ amount }) => amount)).toEqual([1]);
    expect(second.last).toBeUndefined();
  });
});
