import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Accounts, type Deposit } from '../../functions/payments/accounts.ts';
import { Charges } from '../../functions/payments/charges.ts';
import { LedgerRepository } from '../../functions/payments/ledger-repository.ts';
import { ServiceError } from '../../functions/platform/service-error.ts';
import { ConditionFailed } from '../../functions/platform/table.ts';
import { soundLedger } from '../support/ledger.ts';
import { onceBy } from '../support/remembered.ts';
import { serviceTable } from '../support/service-table.ts';

const COUNT = 2_000;
const AT_ONCE = 32;
const CUSTOMERS = Array.from({ length: 10 }, () => randomUUID());
const BUSINESS_REJECTIONS = ['InsufficientFunds', 'CurrencyMismatch', 'ChargeVoided'];

let store: Awaited<ReturnType<typeof serviceTable>>;
let accounts: Accounts;
let charges: Charges;

beforeAll(async () => {
  store = await serviceTable();
  accounts = new Accounts(new LedgerRepository(store.table), 'EUR');
  charges = new Charges(new LedgerRepository(store.table));
});
afterAll(() => store.drop());

const random = (below: number) => Math.floor(Math.random() * below);
const pick = <T>(list: readonly T[]): T => list[random(list.length)]!;

/** Does a random thing. Orders and keys are drawn from few, so that many come twice, at once, or in the wrong order. */
async function anything(): Promise<'done' | 'refused'> {
  const number = random(COUNT / 4);
  // An order is always the same customer's, whoever draws it.
  const customerId = CUSTOMERS[number % CUSTOMERS.length]!;
  const total = { amount: 1 + (number % 97), currency: number % 50 === 0 ? 'USD' : 'EUR' };
  const order = { orderId: `order-${number}`, customerId, items: [], total };
  const kind = pick(['deposit', 'charge', 'charge', 'refund'] as const);
  try {
    if (kind === 'deposit') {
      const amount = { amount: 1 + (number % 53), currency: 'EUR' };
      await onceBy<Deposit>(store.table, `${customerId}-key-${number}`, (remember) =>
        accounts.deposit({ customerId, amount, remember }),
      );
    } else await charges[kind](order);
    return 'done';
  } catch (thrown) {
    if (thrown instanceof Error && BUSINESS_REJECTIONS.includes(thrown.name)) return 'refused';
    // Others kept getting in between: whoever called would call again.
    if (thrown instanceof ServiceError || thrown instanceof ConditionFailed) return anything();
    throw thrown;
  }
}

it(`${COUNT} random deposits, charges and refunds at once on ${CUSTOMERS.length} accounts keep the invariants of the ledger`, async () => {
  const outcomes: string[] = [];
  const worker = async () => {
    while (outcomes.length < COUNT) outcomes.push(await anything());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));

  const { accounts: touched, transactions } = soundLedger(await store.scan());
  expect(touched).toHaveLength(CUSTOMERS.length);
  // It was no idle run: each kind of transaction was booked, and some were refused.
  expect(outcomes.filter((outcome) => outcome === 'refused').length).toBeGreaterThan(0);
  expect(transactions.filter(({ status }) => status !== 'VOIDED').length).toBeGreaterThan(COUNT / 8);
});
