interface Entry {
  transaction: string;
  account: string;
  amount: number;
  currency: string;
}

type Item = Record<string, unknown>;

const sumBy = (entries: Entry[], key: (entry: Entry) => string) => {
  const sums = new Map<string, number>();
  for (const entry of entries) sums.set(key(entry), (sums.get(key(entry)) ?? 0) + entry.amount);
  return sums;
};

/**
 * Proves the ledger from a scan of the payments table: every transaction sums to zero, and every balance is the sum of
 * its account's entries.
 *
 * @returns the balances by customer, in minor units.
 * @throws Error naming the transaction or the account that does not add up.
 */
export function provenBooks(items: Item[]): Map<string, number> {
  const entries = items.filter((item) => String(item.sk).startsWith('ENTRY#')) as unknown as Entry[];
  for (const [transaction, sum] of sumBy(entries, (entry) => `${entry.transaction} ${entry.currency}`)) {
    if (sum !== 0) throw new Error(`transaction ${transaction} sums to ${sum}`);
  }
  const sums = sumBy(entries, (entry) => entry.account);
  const balances = new Map<string, number>();
  for (const { sk, customerId, balance } of items as { sk: string; customerId: string; balance: number }[]) {
    if (sk !== 'ACCOUNT') continue;
    const sum = sums.get(`customer:${customerId}`) ?? 0;
    if (sum !== balance) throw new Error(`account ${customerId} holds ${balance}, its entries sum to ${sum}`);
    if (balance < 0) throw new Error(`account ${customerId} is below zero: ${balance}`);
    balances.set(customerId, balance);
  }
  return balances;
}
