import { describe, expect, it, vi } from 'vitest';
import { lastingViolations } from './command.ts';

const account = (balance: number) => ({
  pk: 'ACCOUNT#c',
  sk: 'ACCOUNT',
  customerId: 'c',
  balance,
  currency: 'EUR',
});

describe('lastingViolations', () => {
  it.each([
    ['nothing, after one read, when the ledger adds up', [[account(0)]], []],
    ['nothing of what was only under way', [[account(5)], [account(0)]], []],
    ['nothing of what moved on while it was read', [[account(5)], [account(7)]], []],
    [
      'what stays wrong to the same amount',
      [[account(5)], [account(5)]],
      ['account c holds 5, its entries sum to 0'],
    ],
  ])('names %s', async (_, reads, details) => {
    const read = vi.fn<() => Promise<ReturnType<typeof account>[]>>();
    for (const items of reads) read.mockResolvedValueOnce(items);

    const { violations } = await lastingViolations(read);
    expect(violations.map(({ detail }) => detail)).toEqual(details);
    expect(read).toHaveBeenCalledTimes(reads.length);
  });
});
