import { keyParts } from '../platform/key.ts';
import {
  type Account,
  type ChargeHeader,
  chargeId,
  customerAccount,
  ENTRY_PREFIX,
  type Entry,
  SIGN,
  type Transaction,
} from './ledger.ts';

type Item = Record<string, unknown>;
type Header = Partial<Transaction> & Partial<Pick<ChargeHeader, 'status'>>;

interface Booked {
  header?: Header;
  entries: Entry[];
}

/** What a check of the ledger found. */
export interface LedgerReport {
  accounts: number;
  /** Transactions that moved money; tombstones of charges that never were are none. */
  transactions: number;
  entries: number;
  /** By customer, in minor units. */
  balances: ReadonlyMap<string, number>;
  /** What does not add up, one sentence each; empty when the books are right. */
  problems: string[];
}

const sum = (entries: Pick<Entry, 'amount'>[]) => entries.reduce((total, { amount }) => total + amount, 0);

/**
 * Proves the ledger from all items of the payments table: the entries of every transaction sum to zero and say what
 * its header says, there is no header without entries and no entry without a header, every balance is the sum of its
 * account's entries and not below zero, and what is marked as refunded was.
 *
 * Everything is looked at, so that the report names all that is wrong and not only the first of it.
 */
export function checkLedger(items: Iterable<Item>): LedgerReport {
  const accounts: Account[] = [];
  const entries: Entry[] = [];
  const booked = new Map<string, Booked>();
  const of = (id: string): Booked => {
    const known = booked.get(id) ?? { entries: [] };
    booked.set(id, known);
    return known;
  };
  for (const item of items) {
    if (item.sk === 'ACCOUNT') accounts.push(item as unknown as Account);
    if (item.sk === 'TX') of(keyParts(String(item.pk))[1]!).header = item as Header;
    if (String(item.sk).startsWith(ENTRY_PREFIX)) {
      const entry = item as unknown as Entry;
      entries.push(entry);
      of(entry.transaction).entries.push(entry);
    }
  }
  const problems = [
    ...[...booked].flatMap(([id, one]) => transactionProblems(id, one)),
    ...refundProblems(booked),
    ...accountProblems(accounts, entries),
  ];
  return {
    accounts: accounts.length,
    transactions: [...booked.values()].filter(({ header }) => header?.status !== 'VOIDED').length,
    entries: entries.length,
    balances: new Map(accounts.map(({ customerId, balance }) => [customerId, balance])),
    problems,
  };
}

function transactionProblems(id: string, { header, entries }: Booked): string[] {
  const problems: string[] = [];
  if (!header) problems.push(`transaction ${id} has entries but no header`);
  if (header?.status === 'VOIDED' && entries.length > 0)
    problems.push(`transaction ${id} was never booked but has entries`);
  if (header && header.status !== 'VOIDED' && entries.length === 0)
    problems.push(`transaction ${id} has no entries`);
  for (const [currency, inOne] of Map.groupBy(entries, (entry) => entry.currency)) {
    if (sum(inOne) !== 0) problems.push(`transaction ${id} sums to ${sum(inOne)} ${currency}`);
  }
  const { kind, customerId = '', money } = header ?? {};
  if (kind && money && entries.length > 0) {
    const own = sum(entries.filter(({ account }) => account === customerAccount(customerId)));
    const said = SIGN[kind] * money.amount;
    if (own !== said) problems.push(`transaction ${id} says ${said}, its entries move ${own}`);
  }
  return problems;
}

function refundProblems(booked: ReadonlyMap<string, Booked>): string[] {
  const problems: string[] = [];
  for (const [id, { header }] of booked) {
    if (header?.status === 'REFUNDED' && !booked.has(`refund:${header.orderId}`))
      problems.push(`transaction ${id} is marked as refunded, but there is no refund`);
    if (header?.kind !== 'refund') continue;
    const charge = booked.get(chargeId(header.orderId ?? ''))?.header;
    if (charge?.status !== 'REFUNDED') problems.push(`transaction ${id} pays back what is not marked so`);
    else if (charge.money?.amount !== header.money?.amount)
      problems.push(`transaction ${id} pays back ${header.money?.amount} of ${charge.money?.amount}`);
  }
  return problems;
}

function accountProblems(accounts: Account[], entries: Entry[]): string[] {
  const byAccount = Map.groupBy(entries, ({ account }) => account);
  const known = new Set(accounts.map(({ customerId }) => customerAccount(customerId)));
  return [
    ...accounts.flatMap(({ customerId, balance, currency }) => {
      const own = byAccount.get(customerAccount(customerId)) ?? [];
      const foreign = own.find((entry) => entry.currency !== currency);
      return [
        ...(sum(own) === balance
          ? []
          : [`account ${customerId} holds ${balance}, its entries sum to ${sum(own)}`]),
        ...(balance < 0 ? [`account ${customerId} is below zero: ${balance}`] : []),
        ...(foreign
          ? [`account ${customerId} is in ${currency} but has an entry in ${foreign.currency}`]
          : []),
      ];
    }),
    ...[...byAccount.keys()]
      .filter((account) => account.startsWith(customerAccount('')) && !known.has(account))
      .map((account) => `there are entries of ${account}, but no account`),
  ];
}
