import { LIMITS } from '../../functions/contracts/limits.ts';
import { pendingSince } from '../../functions/orders/order.ts';
import {
  type Baseline,
  type Judged,
  judgeShop,
  type Violation,
} from '../../packages/ledger-invariants/index.ts';
import type { StageTable } from '../stage/table.ts';
import { lasting } from './lasting.ts';
import { type StageRows, shopRows } from './rows.ts';

/** What stands in the tables, added up. Amounts are in minor units. */
export interface Figures {
  orders: number;
  products: number;
  reservations: number;
  accounts: number;
  transactions: number;
  entries: number;
  units: { available: number; reserved: number };
  money: { currency: string; paidIn: number; charged: number; balances: number }[];
}

/** An invariant that a running stage cannot be held to. */
export interface NotJudged {
  name: string;
  why: string;
}

/** What must be true of stock, money and orders, and whether it is. */
export interface CheckedInvariants {
  figures: Figures;
  judged: Judged[];
  notJudged: NotJudged[];
}

const NOT_JUDGED: readonly NotJudged[] = [
  {
    name: 'stock-is-conserved',
    why: 'What was in the warehouse before the orders stands in no table: staff set it anew at any time.',
  },
];

type Tables = Record<'orders' | 'inventory' | 'payments', Pick<StageTable, 'scan'>>;

/**
 * Holds what a stage has now of stock, money and orders to the invariants. It reads three tables whole, and reads them again if
 * something is wrong, because what is under way between two tables is no fault.
 */
export async function checkInvariants(
  { orders, inventory, payments }: Tables,
  now = Date.now,
): Promise<CheckedInvariants> {
  const { violations, ...found } = await lasting(async () => {
    // What an order causes is written after it: so it is read before it, and no order is missed.
    const [moneyItems, stockItems] = await Promise.all([payments.scan(), inventory.scan()]);
    const rows = shopRows({ orders: await orders.scan(), inventory: stockItems, payments: moneyItems });
    const judged = judge(rows, now());
    return { rows, judged, violations: judged.flatMap((one) => one.violations) };
  });
  const isLasting = new Set<Violation>(violations);
  return {
    figures: figuresOf(found.rows),
    judged: found.judged.map((one) => ({
      ...one,
      violations: one.violations.filter((violation) => isLasting.has(violation)),
    })),
    notJudged: [...NOT_JUDGED],
  };
}

/** By the invariants of a shop whose orders have come to their end; of those that are on their way, nothing is asked yet. */
function judge(rows: StageRows, now: number): Judged[] {
  const left = new Set(NOT_JUDGED.map(({ name }) => name));
  const young = new Set(
    rows.orders
      .filter(
        (order) => order.status === 'PENDING' && now - pendingSince(order) < LIMITS.pendingSeconds * 1000,
      )
      .map(({ id }) => id),
  );
  return judgeShop(rows, baselineOf(rows))
    .filter(({ name }) => !left.has(name))
    .map((one) =>
      one.name === 'pending-order-is-parked'
        ? { ...one, violations: one.violations.filter(({ ids: [id] }) => !young.has(id!)) }
        : one,
    );
}

/** Every product, and every customer with what they have paid in: before that they had nothing. */
function baselineOf({ stock, accounts, orders, transactions }: StageRows): Baseline {
  const funds = new Map([...accounts, ...orders].map(({ customerId }) => [customerId, 0]));
  for (const { kind, customerId, money } of transactions) {
    if (customerId === undefined) continue;
    const paidIn = kind === 'deposit' ? (money?.amount ?? 0) : 0;
    funds.set(customerId, (funds.get(customerId) ?? 0) + paidIn);
  }
  return {
    onHand: new Map(stock.map(({ sku, available, reserved }) => [sku, available + reserved])),
    funds,
  };
}

function figuresOf({ orders, stock, reservations, accounts, transactions, entries }: StageRows): Figures {
  const sum = <T>(rows: readonly T[], amount: (row: T) => number) =>
    rows.reduce((total, row) => total + amount(row), 0);
  const moved = transactions.filter(({ status }) => status !== 'VOIDED');
  const of = (currency: string, wanted: (row: (typeof moved)[number]) => boolean) =>
    sum(
      moved.filter((row) => row.money?.currency === currency && wanted(row)),
      ({ money }) => money!.amount,
    );
  const currencies = new Set([
    ...accounts.map(({ currency }) => currency),
    ...moved.flatMap(({ money }) => money?.currency ?? []),
  ]);
  return {
    orders: orders.length,
    products: stock.length,
    reservations: reservations.length,
    accounts: accounts.length,
    transactions: moved.length,
    entries: entries.length,
    units: {
      available: sum(stock, ({ available }) => available),
      reserved: sum(stock, ({ reserved }) => reserved),
    },
    money: [...currencies].sort().map((currency) => ({
      currency,
      paidIn: of(currency, ({ kind }) => kind === 'deposit'),
      charged: of(currency, ({ kind, status }) => kind === 'charge' && status === 'CHARGED'),
      balances: sum(
        accounts.filter((one) => one.currency === currency),
        ({ balance }) => balance,
      ),
    })),
  };
}
