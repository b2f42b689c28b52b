import { describe, expect, it } from 'vitest';
import { type Holdings, prove, type SettledOrder } from './proof.ts';

const holdings = (available: number, reserved: number, ada: number): Holdings => ({
  stock: { sku: 'cup', available, reserved },
  balances: { ada },
});
const order = (status: 'CONFIRMED' | 'CANCELLED', quantity: number, amount: number): SettledOrder => ({
  order: { id: 'o', status, total: { amount, currency: 'EUR' } },
  quantity,
  email: 'ada',
});
const before = holdings(100, 5, 1000);

describe('prove', () => {
  it.each([
    [
      'one confirmed, one cancelled',
      holdings(98, 7, 800),
      [order('CONFIRMED', 2, 200), order('CANCELLED', 3, 300)],
      [],
    ],
    ['nothing happened', before, [order('CANCELLED', 3, 300)], []],
    ['stock was lost', holdings(97, 7, 800), [order('CONFIRMED', 2, 200)], ['stock']],
    [
      'a cancelled order still holds stock',
      holdings(97, 8, 1000),
      [order('CANCELLED', 3, 300)],
      ['reserved'],
    ],
    ['a cancelled order was paid', holdings(100, 5, 700), [order('CANCELLED', 3, 300)], ['ada']],
    ['a confirmed order was not paid', holdings(98, 7, 1000), [order('CONFIRMED', 2, 200)], ['ada']],
    ['a confirmed order was paid twice', holdings(98, 7, 600), [order('CONFIRMED', 2, 200)], ['ada']],
  ])('%s', (_, after, orders, broken) => {
    const claims = prove(before, after, orders).filter(({ holds }) => !holds);
    expect(claims.map(({ text }) => text.split(/[: ]/)[0])).toEqual(broken);
  });
});
