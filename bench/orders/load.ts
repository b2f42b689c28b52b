/**
 * Where does the shop on the local engine saturate, and are the books balanced after it? Orders arrive at rising rates in an open
 * loop: each at its time, however many are under way (Schroeder, Wierman, Harchol-Balter, "Open Versus Closed: A Cautionary Tale",
 * NSDI 2006). The rates rise until fewer orders settle than arrive; then what is under way settles, and the invariants of stock
 * and money are held to the tables.
 */
import { randomBytes } from 'node:crypto';
import { loadProblems } from '../../ops/chaos/load-problems.ts';
import { stockShop } from '../../ops/chaos/stock-shop.ts';
import type { ShopUser } from '../../ops/shop-driver/shop-user.ts';
import { percentile } from '../../packages/command-line/percentile.ts';
import { pause, poll } from '../../packages/command-line/wait.ts';
import type { BenchTable } from '../table.ts';
import type { BenchShop } from './bench-shop.ts';
import { SettlingOrders } from './settling-orders.ts';

/** Orders a second, one rate after the other. */
const RATES = [1, 2, 4, 6, 8, 12];
const SECONDS_A_RATE = 15;
/** Saturated: less than this share of what arrives settles meanwhile. */
const KEEPS_UP = 0.8;
const CUSTOMERS = 20;
const PRODUCTS = 4;
const PRICE = 100;
/** How long all that is under way may take to settle after the last rate (ms). */
const SETTLE_MS = 120_000;

interface Load {
  bench: BenchShop;
  orders: SettlingOrders;
  skus: string[];
  buyers: ShopUser[];
}

interface Rate {
  offered: number;
  placed: number;
  settledMeanwhile: number;
  latenciesMs: number[];
}

/** One rate. @returns when all of its orders have arrived; latencies come in afterwards, as orders settle. */
async function offer({ bench, orders, skus, buyers }: Load, offered: number): Promise<Rate> {
  const rate: Rate = { offered, placed: 0, settledMeanwhile: 0, latenciesMs: [] };
  const began = performance.now();
  const failures: unknown[] = [];
  const one = async (at: number, arrival: number) => {
    const { id } = await bench.shop.place(buyers[at % CUSTOMERS]!, skus[at % PRODUCTS]!, 1);
    rate.placed += 1;
    await orders.settled(id);
    rate.latenciesMs.push(performance.now() - arrival);
  };
  for (let at = 0; at < offered * SECONDS_A_RATE; at += 1) {
    const arrival = began + (at * 1000) / offered;
    await pause(Math.max(0, arrival - performance.now()));
    one(at, arrival).catch((thrown: unknown) => failures.push(thrown));
  }
  await pause(Math.max(0, began + SECONDS_A_RATE * 1000 - performance.now()));
  rate.settledMeanwhile = rate.latenciesMs.length;
  if (failures.length > 0) throw failures[0];
  return rate;
}

/** Rising rates up to the first that the shop does not keep up with, on an engine whose functions have their environments. */
export async function underLoad(bench: BenchShop): Promise<BenchTable> {
  const most = RATES.reduce((sum, rate) => sum + rate * SECONDS_A_RATE, 0);
  const { shop, dynamodb } = bench;
  const run = randomBytes(3).toString('hex');
  const skus = Array.from({ length: PRODUCTS }, (_, at) => `load-${run}-${at}`);
  const earlier = await shop.earlier();
  const goods = { skus, price: PRICE, onHand: most };
  const buyers = await stockShop(shop, { ...goods, customers: CUSTOMERS, funds: PRICE * most });
  const orders = new SettlingOrders(dynamodb, shop.outputs.tables.orders);
  const load = { bench, orders, skus, buyers };
  const rates: Rate[] = [];
  await orders.watch(200, async () => {
    for (const offered of RATES) {
      console.error(`› ${offered} orders a second`);
      const rate = await offer(load, offered);
      rates.push(rate);
      if (!keptUp(rate)) break;
    }
    const arrived = rates.reduce((sum, { offered }) => sum + offered * SECONDS_A_RATE, 0);
    const count = () => rates.reduce((sum, { latenciesMs }) => sum + latenciesMs.length, 0);
    await poll(() => count() === arrived, { timeoutMs: SETTLE_MS, everyMs: 200 });
  });
  const placed = rates.reduce((sum, rate) => sum + rate.placed, 0);
  const problems = await problemsOf(shop, { skus, buyers, most, placed, earlier });
  if (problems.length > 0) throw new Error(problems.join('\n'));
  return table(rates, placed);
}

const keptUp = ({ offered, settledMeanwhile }: Rate): boolean =>
  settledMeanwhile >= KEEPS_UP * offered * SECONDS_A_RATE;

interface Books {
  skus: string[];
  buyers: ShopUser[];
  most: number;
  placed: number;
  earlier: ReadonlySet<string>;
}

/** What is wrong with stock and money once the last sagas and events are through; nothing, if all is well. */
async function problemsOf(shop: BenchShop['shop'], { skus, buyers, most, placed, earlier }: Books) {
  const baseline = {
    onHand: new Map(skus.map((sku) => [sku, most])),
    funds: new Map(buyers.map(({ id }) => [id, PRICE * most])),
    orders: placed,
    earlier,
  };
  let problems: string[] = [];
  await poll(
    async () => {
      ({ problems } = await loadProblems(shop, baseline));
      return problems.length === 0;
    },
    { timeoutMs: SETTLE_MS, everyMs: 1_000 },
  );
  return problems;
}

function table(rates: Rate[], placed: number): BenchTable {
  const ms = (values: number[], share: number) =>
    values.length > 0 ? percentile(values, share).toFixed(0) : '–';
  const last = rates.at(-1)!;
  return {
    title: 'Load on the local engine, to saturation',
    explanation: `Orders of one line by ${CUSTOMERS} customers for ${PRODUCTS} products arrive in an open loop for ${SECONDS_A_RATE} s at each rate, on an engine that has taken orders before and a machine that also runs this bench. Latency is from an order's arrival to its end, those included that settled after their rate's time.`,
    columns: ['orders a second', 'settled a second meanwhile', 'median, ms', '95th percentile, ms'],
    rows: rates.map(({ offered, settledMeanwhile, latenciesMs }) => [
      String(offered),
      (settledMeanwhile / SECONDS_A_RATE).toFixed(1),
      ms(latenciesMs, 0.5),
      ms(latenciesMs, 0.95),
    ]),
    notes: [
      keptUp(last)
        ? 'It was not saturated.'
        : `Saturated at ${last.offered} a second: less than ${KEEPS_UP * 100} % of what arrived settled meanwhile.`,
      `After it all ${placed} orders had settled, and stock, money and orders agreed.`,
    ],
  };
}
