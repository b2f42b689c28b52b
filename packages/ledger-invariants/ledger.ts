import { invariant, sumOf } from './invariant.ts';
import type { EntryRow, LedgerRows, TransactionRow } from './rows.ts';

/** What a transaction of each kind does to the customer's balance. */
const SIGN = { deposit: 1, charge: -1, refund: 1 } as const;

const sum = (entries: readonly EntryRow[]) => sumOf(entries, ({ amount }) => amount);

const byTransaction = ({ entries }: LedgerRows) => Map.groupBy(entries, ({ transaction }) => transaction);

/** By order. */
const ofKind = ({ transactions }: LedgerRows, kind: TransactionRow['kind']) =>
  new Map(transactions.filter((one) => one.kind === kind).map((one) => [one.orderId, one]));

/** The header is written in one transaction with its entries: entries without one were not booked by the ledger. */
const entriesHaveTheirTransaction = invariant('entries-have-their-transaction', (rows: LedgerRows) => {
  const known = new Set(rows.transactions.map(({ id }) => id));
  return [...byTransaction(rows).keys()]
    .filter((id) => !known.has(id))
    .map((id) => ({ ids: [id], detail: `transaction ${id} has entries but no header` }));
});

/** A header makes its transaction happen once. One without entries keeps money from ever being moved. */
const transactionHasEntries = invariant('transaction-has-entries', (rows: LedgerRows) => {
  const entries = byTransaction(rows);
  return rows.transactions
    .filter(({ id, status }) => status !== 'VOIDED' && !entries.has(id))
    .map(({ id }) => ({ ids: [id], detail: `transaction ${id} has no entries` }));
});

/** A tombstone says that the charge never was and never will be: no money may have moved under it. */
const voidedChargeMovesNothing = invariant('voided-charge-moves-nothing', (rows: LedgerRows) => {
  const entries = byTransaction(rows);
  return rows.transactions
    .filter(({ id, status }) => status === 'VOIDED' && entries.has(id))
    .map(({ id }) => ({ ids: [id], detail: `transaction ${id} was never booked but has entries` }));
});

/** Double entry: money is moved, not made. (Fowler, "Accounting Patterns": a transaction's entries sum to zero.) */
const transactionSumsToZero = invariant('transaction-sums-to-zero', (rows: LedgerRows) =>
  [...byTransaction(rows)].flatMap(([id, entries]) =>
    [...Map.groupBy(entries, ({ currency }) => currency)]
      .filter(([, inOne]) => sum(inOne) !== 0)
      .map(([currency, inOne]) => ({
        ids: [id],
        detail: `transaction ${id} sums to ${sum(inOne)} ${currency}`,
      })),
  ),
);

/** Refunds read the header, statements read the entries: a customer is paid back what was taken only if both agree. */
const transactionMovesWhatItSays = invariant('transaction-moves-what-it-says', (rows: LedgerRows) => {
  const entries = byTransaction(rows);
  return rows.transactions.flatMap(({ id, kind, customerId, money }) => {
    if (!money || !entries.has(id)) return [];
    const moved = sum(entries.get(id)!.filter((entry) => entry.customerId === customerId));
    const said = SIGN[kind] * money.amount;
    return moved === said
      ? []
      : [{ ids: [id], detail: `transaction ${id} says ${said}, its entries move ${moved}` }];
  });
});

/** A charge is marked in one transaction with its refund: marked alone the customer is out of money, paid back alone the shop. */
const refundMatchesItsCharge = invariant('refund-matches-its-charge', (rows: LedgerRows) => {
  const [charges, refunds] = [ofKind(rows, 'charge'), ofKind(rows, 'refund')];
  const unpaid = [...charges.values()]
    .filter(({ status, orderId }) => status === 'REFUNDED' && !refunds.has(orderId))
    .map(({ id }) => ({
      ids: [id],
      detail: `transaction ${id} is marked as refunded, but there is no refund`,
    }));
  const unmarked = [...refunds.values()].flatMap(({ id, orderId, money }) => {
    const charge = charges.get(orderId);
    if (charge?.status !== 'REFUNDED')
      return [{ ids: [id], detail: `transaction ${id} pays back what is not marked so` }];
    return charge.money?.amount === money?.amount
      ? []
      : [{ ids: [id], detail: `transaction ${id} pays back ${money?.amount} of ${charge.money?.amount}` }];
  });
  return [...unpaid, ...unmarked];
});

/** The balance is kept beside the entries, so that a charge can be conditional on it. Only the entries are the truth. */
const balanceIsTheSumOfItsEntries = invariant('balance-is-the-sum-of-its-entries', (rows: LedgerRows) => {
  const entries = Map.groupBy(rows.entries, ({ customerId }) => customerId);
  return rows.accounts.flatMap(({ customerId, balance }) => {
    const booked = sum(entries.get(customerId) ?? []);
    return booked === balance
      ? []
      : [
          {
            ids: [customerId],
            detail: `account ${customerId} holds ${balance}, its entries sum to ${booked}`,
          },
        ];
  });
});

/** The shop lends nothing: a charge that a balance does not cover is refused. */
const balanceIsNotNegative = invariant('balance-is-not-negative', ({ accounts }: LedgerRows) =>
  accounts
    .filter(({ balance }) => balance < 0)
    .map(({ customerId, balance }) => ({
      ids: [customerId],
      detail: `account ${customerId} is below zero: ${balance}`,
    })),
);

/** A balance is one number: in two currencies it would add what cannot be added. */
const accountHasOneCurrency = invariant('account-has-one-currency', (rows: LedgerRows) => {
  const entries = Map.groupBy(rows.entries, ({ customerId }) => customerId);
  return rows.accounts.flatMap(({ customerId, currency }) => {
    const foreign = entries.get(customerId)?.find((entry) => entry.currency !== currency);
    return foreign
      ? [
          {
            ids: [customerId],
            detail: `account ${customerId} is in ${currency} but has an entry in ${foreign.currency}`,
          },
        ]
      : [];
  });
});

/** Money that was booked to nobody's account can be spent by nobody. */
const entriesHaveTheirAccount = invariant(
  'entries-have-their-account',
  ({ accounts, entries }: LedgerRows) => {
    const known = new Set(accounts.map(({ customerId }) => customerId));
    const customers = new Set(entries.flatMap(({ customerId }) => customerId ?? []));
    return [...customers]
      .filter((customerId) => !known.has(customerId))
      .map((customerId) => ({
        ids: [customerId],
        detail: `there are entries of customer ${customerId}, but no account`,
      }));
  },
);

/** What must be true of payments alone, at any time. */
export const LEDGER_INVARIANTS = [
  entriesHaveTheirTransaction,
  transactionHasEntries,
  voidedChargeMovesNothing,
  transactionSumsToZero,
  transactionMovesWhatItSays,
  refundMatchesItsCharge,
  balanceIsTheSumOfItsEntries,
  balanceIsNotNegative,
  accountHasOneCurrency,
  entriesHaveTheirAccount,
];
