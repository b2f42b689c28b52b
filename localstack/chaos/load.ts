import { randomBytes } from 'node:crypto';
import type { FaultKind } from '../faults/faults.ts';
import type { Report } from '../progress.ts';
import { poll } from '../wait.ts';
import { inParallel } from './in-parallel.ts';
import { countBy, loadProblems } from './load-books.ts';
import type { Buyer, ChaosShop } from './shop.ts';

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
/** How long all of it may take (ms), unless told. */
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

interface LoadOptions {
  shop: ChaosShop;
  /** Which functions meet faults, as a plan names them: `shop-test-chaos-*`. */
  functions: string;
  orders: number;
  /** Which part of the invocations, from 0 to 1. */
  share: number;
  seed: number;
  report: Report;
  limitMs?: number;
}

/**
 * Orders at once, on stock for half of them and with accounts that run dry, while a share of all invocations of the stage
 * meets a fault that the seed chooses. The faults go on until the last order has settled; then it is waited until what
 * they left behind (messages that come again after 70 s) is through.
 */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { shop, functions, orders, share, seed, report, limitMs = LIMIT_MS } = options;
  const end = Date.now() + limitMs;
  const run = randomBytes(3).toString('hex');
  const onHand = Math.ceil(orders / PRODUCTS);
  const skus = Array.from({ length: PRODUCTS }, (_, at) => `load-${run}-${at}`);
  report('products and customers');
  await inParallel(skus, PRODUCTS, (sku) => shop.addProduct(sku, { price: PRICE, onHand }));
  const buyers = await inParallel(Array.from({ length: CUSTOMERS }), 6, () => shop.addBuyer(FUNDS));

  await shop.faults.plan(PLAN, [{ function: functions, share, seed, fault: FAULTS, ms: LATE_MS }]);
  const began = Date.now();
  const placed: PlacedOrder[] = [];
  let isPlacing = true;
  const [problems, latencies] = await Promise.all([
    placeAll({ shop, buyers, skus, orders, placed }).finally(() => {
      isPlacing = false;
    }),
    settleAll({ shop, placed, isPlacing: () => isPlacing, report, end }),
  ]);
  const durationMs = Date.now() - began;
  const applied = await shop.faults.applied(PLAN);
  await shop.faults.clear(PLAN);

  const look = () =>
    loadProblems(shop, {
      onHand: new Map(skus.map((sku) => [sku, onHand])),
      deposits: new Map(buyers.map(({ id }) => [id, FUNDS])),
      orders: placed.length,
    });
  let last = await look();
  await poll(
    async () => {
      last = await look();
      report(last.problems[0] ?? 'the books balance');
      return last.problems.length === 0;
    },
    { timeoutMs: Math.max(1, end - Date.now()), everyMs: 2_000 },
  );
  return {
    seed,
    orders,
    ends: last.ends,
    faults: countBy(applied, ({ fault }) => fault),
    problems: [...problems, ...last.problems],
    durationMs,
    latencies: latencies.sort((a, b) => a - b),
  };
}

interface PlacedOrder {
  id: string;
  askedAt: number;
}

/**
 * Every customer asks for several orders, all of them at once; each asks again until there is an answer.
 *
 * @returns which could not be placed.
 */
async function placeAll(options: {
  shop: ChaosShop;
  buyers: Buyer[];
  skus: string[];
  orders: number;
  placed: PlacedOrder[];
}): Promise<string[]> {
  const { shop, buyers, skus, orders, placed } = options;
  const problems: string[] = [];
  await Promise.all(
    Array.from({ length: orders }, async (_, at) => {
      const askedAt = Date.now();
      try {
        const { id } = await shop.place(buyers[at % buyers.length]!, skus[at % skus.length]!, 1 + (at % 3));
        placed.push({ id, askedAt });
      } catch (thrown) {
        problems.push(`order ${at} was not placed: ${thrown instanceof Error ? thrown.message : thrown}`);
      }
    }),
  );
  return problems;
}

/** Waits until every order is confirmed, cancelled or parked. @returns how long each took (ms), to a second or so. */
async function settleAll(options: {
  shop: ChaosShop;
  placed: PlacedOrder[];
  isPlacing: () => boolean;
  report: Report;
  end: number;
}) {
  const { shop, placed, isPlacing, report, end } = options;
  const latencies = new Map<string, number>();
  await poll(
    async () => {
      const { books } = await shop.read(0);
      const settled = books.orders.filter(({ status, attention }) => status !== 'PENDING' || attention);
      const ids = new Set(settled.map(({ id }) => id));
      for (const { id, askedAt } of placed)
        if (ids.has(id) && !latencies.has(id)) latencies.set(id, Date.now() - askedAt);
      report(`${placed.length} orders placed, ${latencies.size} settled`);
      return !isPlacing() && latencies.size === placed.length;
    },
    { timeoutMs: Math.max(1, end - Date.now()), everyMs: 500 },
  );
  return [...latencies.values()];
}
