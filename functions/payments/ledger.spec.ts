import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bookTransaction, type TransactionKind } from './ledger.ts';

const transaction = (kind: TransactionKind, amount: number) => ({
  id: `${kind}:1`,
  kind,
  customerId: 'c',
  entryId: 'e',
  money: { amount, currency: 'EUR' },
  createdAt: '2026-01-01T00:00:00.000Z',
});

const entries = (kind: TransactionKind, amount: number) =>
  bookTransaction(transaction(kind, amount)).flatMap((write) =>
    'put' in write && write.put.sk.startsWith('ENTRY#')
      ? [write.put as unknown as { account: string; amount: number }]
      : [],
  );

describe('bookTransaction', () => {
  it('books two entries that sum to zero, for every kind and amount', () => {
    const kinds = fc.constantFrom<TransactionKind>('deposit', 'charge', 'refund');
    fc.assert(
      fc.property(kinds, fc.integer({ min: 1, max: 1_000_000_000 }), (kind, amount) => {
        const booked = entries(kind, amount);
        expect(booked).toHaveLength(2);
        expect(booked[0]!.amount + booked[1]!.amount).toBe(0);
      }),
    );
  });

  it.each([
    ['deposit', 500, 'cash'],
    ['charge', -500, 'sales'],
    ['refund', 500, 'sales'],
  ] as const)('a %s of 500 moves the customer by %i, against %s', (kind, signed, other) => {
    expect(entries(kind, 500)).toEqual([
      expect.objectContaining({ account: 'customer:c', amount: signed }),
      expect.objectContaining({ account: other, amount: -signed }),
    ]);
  });

  it('adds only: every write is refused when it is there already', () => {
    for (const write of bookTransaction(transaction('charge', 1))) {
      expect(write.condition).toBe('attribute_not_exists(pk)');
    }
  });
});
