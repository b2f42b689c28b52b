import type { Order } from '../../client/shop.ts';
import {
  type Baseline,
  moneyIsConserved,
  reservedIsWhatReservationsHold,
  type ShopRows,
  type StockRow,
  stockIsConserved,
} from '../../packages/ledger-invariants/index.ts';
import type { ShopDriver } from '../shop-driver/shop-driver.ts';
import type { ShopUser } from '../shop-driver/shop-user.ts';

/** What there is of a product and of its customers' money at one moment, as anybody can ask for it. */
export interface Holdings {
  stock: StockRow;
  /** By email, in minor units. */
  balances: Record<string, number>;
}

export async function readHoldings(shop: ShopDriver, sku: string, customers: ShopUser[]): Promise<Holdings> {
  const [stock, ...balances] = await Promise.all([
    shop.stock(sku),
    ...customers.map(async (each) => [each.credentials.email, await each.balance()] as const),
  ]);
  return { stock, balances: Object.fromEntries(balances) };
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
 * The proof, by the invariants that can be seen from the outside: between the two readings nothing has changed but what
 * the confirmed orders explain. Their units, and no others, moved from available to reserved; each customer paid the
 * total of their confirmed orders and nothing else.
 */
export function prove(before: Holdings, after: Holdings, orders: SettledOrder[]): Claim[] {
  const confirmed = orders.filter(({ order }) => order.status === 'CONFIRMED');
  const rows = expectedRows(before, after, confirmed);
  const { sku, available, reserved } = before.stock;
  const baseline: Baseline = {
    onHand: new Map([[sku, available + reserved]]),
    funds: new Map(Object.entries(before.balances)),
  };
  const brokenMoney = new Set(moneyIsConserved.violations(rows, baseline).flatMap(({ ids }) => ids));
  return [
    {
      text: `stock: ${available} available + ${reserved} reserved before, ${after.stock.available} + ${after.stock.reserved} after`,
      holds: stockIsConserved.violations(rows, baseline).length === 0,
    },
    {
      text: `reserved rose by ${after.stock.reserved - reserved}, the confirmed orders hold ${sum(confirmed.map(({ quantity }) => quantity))}`,
      holds: reservedIsWhatReservationsHold.violations(rows, baseline).length === 0,
    },
    ...Object.entries(before.balances).map(([email, had]) => {
      const paid = sum(
        confirmed.filter((each) => each.email === email).map(({ order }) => order.total.amount),
      );
      return {
        text: `${email}: ${had} before, ${after.balances[email]} after, confirmed orders ${paid}`,
        holds: !brokenMoney.has(email),
      };
    }),
  ];
}

/** What the services have to hold now: what was reserved before, and a reservation and a charge of each confirmed order. */
function expectedRows(before: Holdings, after: Holdings, confirmed: SettledOrder[]): ShopRows {
  const { sku, reserved } = before.stock;
  return {
    stock: [after.stock],
    reservations: [
      { orderId: 'of before', status: 'HELD', items: [{ sku, quantity: reserved }] },
      ...confirmed.map(({ order, quantity }) => ({
        orderId: order.id,
        status: 'COMMITTED' as const,
        items: [{ sku, quantity }],
      })),
    ],
    orders: [],
    accounts: Object.entries(after.balances).map(([customerId, balance]) => ({
      customerId,
      balance,
      currency: '',
    })),
    transactions: confirmed.map(({ order, email }) => ({
      id: order.id,
      kind: 'charge',
      customerId: email,
      orderId: order.id,
      money: order.total,
      status: 'CHARGED',
    })),
    entries: [],
  };
}

const sum = (numbers: number[]): number => numbers.reduce((total, each) => total + each, 0);
