import { randomBytes } from 'node:crypto';
import type { FaultKind } from '@serverless-orders/localstack';
import type { Report } from '../../packages/command-line/progress.ts';
import { pause, poll } from '../../packages/command-line/wait.ts';
import type { ShopUser } from '../shop-driver/shop-user.ts';
import { inParallel } from './in-parallel.ts';
import { countBy, loadProblems } from './load-problems.ts';
import type { ChaosShop } from './shop.ts';
import { stockShop } from './stock-shop.ts';

/** What happens to a tenth of the invocations, by chance. */
const FAULTS: FaultKind[] = ['kill-before', 'kill-after', 'late-answer', 'throttle', 'duplicate', 'delay'];
/** How late late answers, copies and delayed invocations are (ms). */
const LATE_MS = 500;

const PLAN = 'chaos-load';
const PRICE = 1_000;
/** Products, and units of each: half of what 200 orders of one to three units ask for. */
const PRODUCTS = 4;
/** Orders of one customer, which are paid from one account. */
const ORDERS_EACH = 5;
/** A customer's money for each of them, in minor units: not all that the stock is enough for can be paid. */
const FUNDS = 900;
/** How long it may take from the first order on (ms), unless told. */
const LIMIT_MS = 12 * 60_000;

export interface LoadResult {
  seed: number;
  orders: number;
  atOnce: number;
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
  /** Orders that are under way at any time. */
  atOnce: number;
  /** Which part of the invocations, from 0 to 1. */
  share: number;
  seed: number;
  report: Report;
  limitMs?: number;
}

/**
 * Many orders, on stock for half of them and with accounts that run dry, while a share of all invocations of the stage
 * meets a fault that the seed chooses. The faults go on until the last order has settled; then it is waited until what
 * they left behind (messages that come again after 70 s) is through.
 */
export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { shop, functions, orders, atOnce, share, seed, report, limitMs = LIMIT_MS } = options;
  const funds = FUNDS * ORDERS_EACH;
  const run = randomBytes(3).toString('hex');
  const onHand = Math.ceil(orders / PRODUCTS);
  const skus = Array.from({ length: PRODUCTS }, (_, at) => `load-${run}-${at}`);
  const earlier = await shop.earlier();
  report('products and customers');
  const customers = Math.ceil(orders / ORDERS_EACH);
  const buyers = await stockShop(shop, { skus, price: PRICE, onHand, customers, funds });

  await shop.faults.plan(PLAN, [{ function: functions, share, seed, fault: FAULTS, ms: LATE_MS }]);
  const began = Date.now();
  const end = began + limitMs;
  const load: Load = {
    shop,
    buyers,
    skus,
    orders,
    atOnce,
    end,
    placed: [],
    latencies: new Map(),
    isOver: false,
  };
  const [problems] = await Promise.all([
    placeAll(load).finally(() => {
      load.isOver = true;
    }),
    watch(load, report),
  ]);
  const { placed, latencies } = load;
  const durationMs = Date.now() - began;
  const applied = await shop.faults.applied(PLAN);
  await shop.faults.clear(PLAN);

  const look = () =>
    loadProblems(shop, {
      onHand: new Map(skus.map((sku) => [sku, onHand])),
      funds: new Map(buyers.map(({ id }) => [id, funds])),
      orders: placed.length,
      earlier,
    });
  let last = await look();
  await poll(
    async () => {
      last = await look();
      report(last.problems[0] ?? 'the invariants hold');
      return last.problems.length === 0;
    },
    // What was not placed or did not settle does not come right by waiting.
    { timeoutMs: problems.length > 0 ? 1 : Math.max(1, end - Date.now()), everyMs: 2_000 },
  );
  return {
    seed,
    orders,
    atOnce,
    ends: last.ends,
    faults: countBy(applied, ({ fault }) => fault),
    problems: [...problems, ...last.problems],
    durationMs,
    latencies: [...latencies.values()].sort((a, b) => a - b),
  };
}

/** A load that is under way. */
interface Load {
  shop: ChaosShop;
  buyers: ShopUser[];
  skus: string[];
  orders: number;
  atOnce: number;
  /** When the time for all of it is over (ms since 1970). */
  end: number;
  placed: { id: string; askedAt: number }[];
  /** From the moment at which an order was asked for until it was seen settled (ms), by its id. */
  latencies: Map<string, number>;
  isOver: boolean;
}

/**
 * Asks for the orders, each again until there is an answer. When one has settled, the next is asked for.
 *
 * @returns which could not be placed, and which did not settle in time.
 */
async function placeAll(load: Load): Promise<string[]> {
  const { buyers, skus, end, placed, latencies } = load;
  const problems: string[] = [];
  await inParallel(Array.from({ length: load.orders }), load.atOnce, async (_, at) => {
    const askedAt = Date.now();
    try {
      const { id } = await load.shop.place(
        buyers[at % buyers.length]!,
        skus[at % skus.length]!,
        1 + (at % 3),
      );
      placed.push({ id, askedAt });
      const isSettled = await poll(() => latencies.has(id), {
        timeoutMs: Math.max(1, end - Date.now()),
        everyMs: 100,
      });
      if (!isSettled) problems.push(`order ${id} did not settle`);
    } catch (thrown) {
      problems.push(`order ${at} was not placed: ${thrown instanceof Error ? thrown.message : thrown}`);
    }
  });
  return problems;
}

/** Looks at the tables again and again: one look for all orders, which are confirmed, cancelled or parked then. */
async function watch(load: Load, report: Report): Promise<void> {
  const { shop, placed, latencies } = load;
  while (!load.isOver) {
    const { rows } = await shop.read(0);
    const settled = rows.orders.filter(({ status, attention }) => status !== 'PENDING' || attention);
    const ids = new Set(settled.map(({ id }) => id));
    for (const { id, askedAt } of placed)
      if (ids.has(id) && !latencies.has(id)) latencies.set(id, Date.now() - askedAt);
    report(`${placed.length} of ${load.orders} orders placed, ${latencies.size} settled`);
    await pause(500);
  }
}
