import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Accounts, type Deposit } from '../../functions/payments/accounts.ts';
import { Charges } from '../../functions/payments/charges.ts';
import { LedgerRepository } from '../../functions/payments/ledger-repository.ts';
import { answered } from '../support/answered.ts';
import { soundBalances } from '../support/ledger.ts';
import { onceBy } from '../support/remembered.ts';
import { serviceTable } from '../support/service-table.ts';
import { unavailableTable } from '../support/unavailable-table.ts';

const eur = (amount: number) => ({ amount, currency: 'EUR' });

describe('charges and refunds, by what stands in the ledger', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let charges: Charges;
  let accounts: Accounts;
  let customerId: string;

  beforeAll(async () => {
    store = await serviceTable();
    charges = new Charges(new LedgerRepository(store.table));
    accounts = new Accounts(new LedgerRepository(store.table), 'EUR');
  });
  afterAll(() => store.drop());
  beforeEach(async () => {
    customerId = randomUUID();
    await deposit('first', 1_000);
  });

  const deposit = (idempotencyKey: string, amount: number) =>
    onceBy<Deposit>(
      store.table,
      `${customerId}-${idempotencyKey}`,
      (remember) => accounts.deposit({ customerId, amount: eur(amount), remember }),
      amount,
    );
  const order = (amount: number, currency = 'EUR') => ({
    orderId: randomUUID(),
    customerId,
    items: [{ sku: 'a', quantity: 1, unitPrice: { amount, currency } }],
    total: { amount, currency },
  });
  /** The balance, after proving that it and every entry add up. */
  const balance = async () => soundBalances(await store.scan()).get(customerId);

  /** What is left, and whether the last message is refused: all others are answered. */
  it.each([
    ['charge twice', ['charge', 'charge'], 700],
    ['charge, refund', ['charge', 'refund'], 1_000],
    ['charge, refund twice', ['charge', 'refund', 'refund'], 1_000],
    ['refund before charge', ['refund', 'charge'], 1_000, 'ChargeVoided'],
    ['charge again after refund', ['charge', 'refund', 'charge'], 1_000, 'ChargeVoided'],
    ['refund alone', ['refund'], 1_000],
  ] as [string, ('charge' | 'refund')[], number, string?][])('%s', async (_, messages, left, rejection) => {
    const one = order(300);
    for (const message of messages.slice(0, -1)) await charges[message](one);
    const refused = await charges[messages.at(-1)!](one).catch((thrown: Error) => thrown.name);

    expect(refused).toBe(rejection);
    expect(await balance()).toBe(left);
  });

  it.each(['charge', 'refund'] as const)('fail to %s when the table is unavailable', async (message) => {
    await expect(new Charges(new LedgerRepository(unavailableTable()))[message](order(300))).rejects.toThrow(
      'the table is unavailable',
    );
  });

  it.each([
    ['more than the balance', () => order(1_001), 'InsufficientFunds'],
    ['another currency', () => order(10, 'USD'), 'CurrencyMismatch'],
    ['no account', () => ({ ...order(1), customerId: randomUUID() }), 'InsufficientFunds'],
  ])('refuse %s, and again when it comes late', async (_, make, name) => {
    const one = make();
    await expect(charges.charge(one)).rejects.toMatchObject({ name });
    await deposit('second', 5_000);

    await expect(charges.charge(one)).rejects.toMatchObject({ name });
    expect(await balance()).toBe(6_000);
  });

  it('never take a balance below zero, whoever comes at once', async () => {
    const charged = await Promise.all(
      Array.from({ length: 12 }, () => order(150)).map((one) =>
        answered(() => charges.charge(one), 'InsufficientFunds'),
      ),
    );

    expect(charged.filter(Boolean)).toHaveLength(6);
    expect(await balance()).toBe(100);
  });

  it('book a deposit once per key', async () => {
    const [one, two] = [await deposit('k', 50), await deposit('k', 50)];

    expect(two).toEqual(one);
    await expect(deposit('k', 51)).rejects.toMatchObject({ code: 'refused' });
    expect(await balance()).toBe(1_050);
  });

  it('book a deposit once when the same key comes many times at once', async () => {
    const attempts = await Promise.allSettled(Array.from({ length: 6 }, () => deposit('same', 5)));

    for (const attempt of attempts) {
      if (attempt.status === 'rejected') expect(attempt.reason).toMatchObject({ code: 'conflict' });
    }
    expect(attempts.some((attempt) => attempt.status === 'fulfilled')).toBe(true);
    expect(await balance()).toBe(1_005);
  });
});
