import { describe, expect, it } from 'vitest';
import { type Books, prove, type SettledOrder } from './books.ts';

const books = (available: number, reserved: number, ada: number): Books => ({
  available,
  reserved,
  balances: { ada },
});
const order = (status: 'CONFIRMED' | 'CANCELLED', quantity: number, amount: number): SettledOrder => ({
  order: { id: 'o', status, total: { amount, currency: 'EUR' } },
  quantity,
  email: 'ada',
});
const before = books(100, 5, 1000);

describe('prove', () => {
  it.each([
    [
      'one confirmed, one cancelled',
      books(98, 7, 800),
      [order('CONFIRMED', 2, 200), order('CANCELLED', 3, 300)],
      [],
    ],
    ['nothing happened', before, [order('CANCELLED', 3, 300)], []],
    ['stock was lost', books(97, 7, 800), [order('CONFIRMED', 2, 200)], ['stock']],
    ['a cancelled order still holds stock', books(97, 8, 1000), [order('CANCELLED', 3, 300)], ['reserved']],
    ['a cancelled order was paid', books(100, 5, 700), [order('CANCELLED', 3, 300)], ['ada']],
    ['a confirmed order was not paid', books(98, 7, 1000), [order('CONFIRMED', 2, 200)], ['ada']],
    ['a confirmed order was paid twice', books(98, 7, 600), [order('CONFIRMED', 2, 200)], ['ada']],
  ])('%s', (_, after, orders, broken) => {
    const claims = prove(before, after, orders).filter(({ holds }) => !holds);
    expect(claims.map(({ text }) => text.split(/[: ]/)[0])).toEqual(broken);
  });
});
