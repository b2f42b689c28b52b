import { randomBytes } from 'node:crypto';
import type { Order } from '../../client/shop.ts';
import { bookProblems } from '../books/check.ts';
import type { FaultKind } from '../faults/faults.ts';
import type { Report } from '../progress.ts';
import { poll } from '../wait.ts';
import { inParallel } from './in-parallel.ts';
import type { ChaosShop } from './shop.ts';

/** What happens to a tenth of the invocations, by chance. */
const FAULTS: FaultKind[] = ['kill-before', 'kill-after', 'late-answer', 'throttle', 'duplicate', 'delay'];
/** How late late answers, copies and delayed invocations are (ms). */
const LATE_MS = 500;

const PLAN = 'chaos-load';
const CUSTOMERS = 40;
const PRICE = 1_000;
/** Products, and units of each: half of what 200 orders of one to three units ask for. */
const PRODUCTS = 4;
/** Enough for three or four orders a customer, where each asks for five. */
const FUNDS = 7_000;
/** How long all of it may take (ms). */
const LIMIT_MS = 12 * 60_000;

export interface LoadResult {
  seed: number;
  orders: number;
  /** How many orders ended each way, by status and reason. */
  ends: Record<string, number>;
  faults: Record<string, number>;
  problems: string[];
  /** From the first order to the end of the last saga. */
  durationMs: number;
  /** From the moment at which an order was asked for to its last change, in ms, sorted. */
  latencies: number[];
}

/**
 * Orders at once, on stock for half of them and with accounts that run dry, while a share of all invocations of the stage
 * meets a fault that the seed chooses.
 *
 * @param options.functions - which functions, as a plan names them: `shop-test-chaos-*`.
 */
export async function runLoad(options: {
  shop: ChaosShop;
  functions: string;
  orders: number;
  share: number;
  seed: number;
  report: Report;
}): Promise<LoadResult> {
  const { shop, functions, orders, share, seed, report } = options;
  const run = randomBytes(3).toString('hex');
  const onHand = Math.ceil(orders / PRODUCTS);
  const skus = Array.from({ length: PRODUCTS }, (_, at) => `load-${run}-${at}`);
  report('products and customers');
  await inParallel(skus, PRODUCTS, (sku) => shop.addProduct(sku, { price: PRICE, onHand }));
  const buyers = await inParallel(Array.from({ length: CUSTOMERS }), 6, () => shop.addBuyer(FUNDS));

  await shop.faults.plan(PLAN, [{ function: functions, share, seed, fault: FAULTS, ms: LATE_MS }]);
  const began = Date.now();
  const placed: { order: Order; askedAt: number }[] = [];
  const problems: string[] = [];
  await Promise.all(
    Array.from({ length: orders }, async (_, at) => {
      const askedAt = Date.now();
      try {
        const order = await shop.place(buyers[at % CUSTOMERS]!, skus[at % PRODUCTS]!, 1 + (at % 3));
        placed.push({ order, askedAt });
        report(`${placed.length} of ${orders} orders placed`);
      } catch (thrown) {
        problems.push(`order ${at} was not placed: ${thrown instanceof Error ? thrown.message : thrown}`);
      }
    }),
  );
  const latencies = new Map<string, number>();
  await poll(
    async () => {
      const { books } = await shop.read(0);
      for (const { order, askedAt } of placed) {
        const { status, attention } = books.orders.find(({ id }) => id === order.id) ?? {};
        if ((status !== 'PENDING' || attention) && !latencies.has(order.id))
          latencies.set(order.id, Date.now() - askedAt);
      }
      report(`${latencies.size} of ${placed.length} orders settled`);
      return latencies.size === placed.length;
    },
    { timeoutMs: LIMIT_MS - (Date.now() - began), everyMs: 500 },
  );
  const durationMs = Date.now() - began;
  const applied = await shop.faults.applied(PLAN);
  await shop.faults.clear(PLAN);

  const stuck = () =>
    problemsIn(shop, {
      skus,
      onHand,
      buyers: buyers.map(({ id }) => id),
      placed: placed.map(({ order }) => order.id),
    });
  let last = await stuck();
  await poll(
    async () => {
      last = await stuck();
      report(last.problems[0] ?? 'the books balance');
      return last.problems.length === 0;
    },
    { timeoutMs: Math.max(1, LIMIT_MS - (Date.now() - began)), everyMs: 2_000 },
  );
  return {
    seed,
    orders,
    ends: last.ends,
    faults: countBy(applied, ({ fault }) => fault),
    problems: [...problems, ...last.problems],
    durationMs,
    latencies: [...latencies.values()].sort((a, b) => a - b),
  };
}

interface Placed {
  skus: string[];
  onHand: number;
  buyers: string[];
  placed: string[];
}

/** What is wrong with the books, what is stuck, and how the orders ended. */
async function problemsIn(shop: ChaosShop, { skus, onHand, buyers, placed }: Placed) {
  const { books } = await shop.read(0);
  const mine = new Set(buyers);
  const orders = books.orders.filter(({ customerId }) => mine.has(customerId));
  const ended = await inParallel(orders, 8, ({ id }) => shop.hasEnded(id));
  const held = orders.filter(
    ({ id, status }) => status !== 'PENDING' && books.reservations.get(id)?.status === 'HELD',
  );
  return {
    ends: countBy(orders, ({ status, reason }) => (reason ? `${status} (${reason.code})` : status)),
    problems: [
      ...bookProblems(books, {
        onHand: new Map(skus.map((sku) => [sku, onHand])),
        deposits: new Map(buyers.map((id) => [id, FUNDS])),
      }),
      ...orders.filter(({ attention }) => attention).map(({ id }) => `order ${id} is parked`),
      ...(ended.every(Boolean) ? [] : [`${ended.filter((one) => !one).length} sagas have not ended`]),
      ...(held.length === 0 ? [] : [`${held.length} reservations of settled orders are still HELD`]),
      ...(orders.length === placed.length ? [] : [`${orders.length} orders instead of ${placed.length}`]),
    ],
  };
}

function countBy<T>(items: T[], key: (item: T) => string): Record<string, number> {
  const groups = Object.entries(Object.groupBy(items, key));
  return Object.fromEntries(groups.map(([name, group]) => [name, group!.length]));
}
