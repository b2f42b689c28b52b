import type { Shop } from '../../client/shop.ts';
import { balanceOf, type Customer, type Order, type Product, stockOf } from './shop.ts';

/** What the shop's stock and its customers' money are at one moment. */
export interface Books {
  available: number;
  reserved: number;
  /** By email, in minor units. */
  balances: Record<string, number>;
}

export async function readBooks(shop: Shop, product: Product, customers: Customer[]): Promise<Books> {
  const [{ available, reserved }, ...balances] = await Promise.all([
    stockOf(shop, product),
    ...customers.map(async (each) => [each.email, (await balanceOf(each)).amount] as const),
  ]);
  return { available, reserved, balances: Object.fromEntries(balances) };
}

/** An order that has settled, and what was asked of it. */
export interface SettledOrder {
  order: Pick<Order, 'id' | 'status' | 'total'>;
  quantity: number;
  email: string;
}

export interface Claim {
  text: string;
  holds: boolean;
}

/**
 * The proof: between the two readings nothing may have changed but what the confirmed orders explain. The units of the
 * confirmed orders, and no others, moved from available to reserved; each customer paid the total of their confirmed
 * orders and nothing else.
 */
export function prove(before: Books, after: Books, orders: SettledOrder[]): Claim[] {
  const confirmed = orders.filter(({ order }) => order.status === 'CONFIRMED');
  const units = sum(confirmed.map(({ quantity }) => quantity));
  const claims = [
    {
      text: `stock: ${before.available} available + ${before.reserved} reserved before, ${after.available} + ${after.reserved} after`,
      holds: before.available + before.reserved === after.available + after.reserved,
    },
    {
      text: `reserved rose by ${after.reserved - before.reserved}, the confirmed orders hold ${units}`,
      holds: after.reserved - before.reserved === units,
    },
  ];
  for (const [email, had] of Object.entries(before.balances)) {
    const paid = sum(confirmed.filter((each) => each.email === email).map(({ order }) => order.total.amount));
    const has = after.balances[email] ?? Number.NaN;
    claims.push({
      text: `${email}: ${had} before, ${has} after, confirmed orders ${paid}`,
      holds: had - paid === has,
    });
  }
  return claims;
}

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
