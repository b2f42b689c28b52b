/**
 * What an order costs the local engine: processor time of the engine and of the functions, orders a second with so many under
 * way, and the time from POST to CONFIRMED when nothing else happens. Beside it the same engine as it was released, without the
 * optimizations of its plugin; the two take turns.
 */
import { randomBytes } from 'node:crypto';
import { inParallel } from '../../ops/chaos/in-parallel.ts';
import { stockShop } from '../../ops/chaos/stock-shop.ts';
import type { ShopUser } from '../../ops/shop-driver/shop-user.ts';
import { inRounds } from '../rounds.ts';
import { median, spread } from '../statistics.ts';
import type { BenchTable } from '../table.ts';
import type { BenchShop } from './bench-shop.ts';
import { processTime } from './process-time.ts';
import { SettlingOrders } from './settling-orders.ts';

/** Orders one after the other in a turn, each timed. */
const ALONE = 6;
/** And then so many, so many of them under way. */
const AT_ONCE = { orders: 15, underWay: 10 };
const CUSTOMERS = 5;
const MOST_TURNS = 6;
const PRICE = 100;
/** What is aimed for on two cores that have nothing else to do. */
const GOAL = { aSecond: 8, aloneMs: 150 };
/** How often it is looked for settled orders (ms): seldom while throughput is measured, since a look costs the engine too. */
const OFTEN_MS = 5;
const SELDOM_MS = 250;

/** One engine, and what was measured on it, turn by turn. */
interface Contender {
  title: string;
  bench: BenchShop;
  orders: SettlingOrders;
  sku: string;
  buyers: ShopUser[];
  aSecond: number[];
  engineMs: number[];
  functionsMs: number[];
  aloneMs: number[];
}

async function contender(title: string, bench: BenchShop, orders: number): Promise<Contender> {
  const { shop, dynamodb } = bench;
  const sku = `bench-${randomBytes(3).toString('hex')}`;
  const goods = { skus: [sku], price: PRICE, onHand: orders };
  const buyers = await stockShop(shop, { ...goods, customers: CUSTOMERS, funds: PRICE * orders });
  const settling = new SettlingOrders(dynamodb, shop.outputs.tables.orders);
  return {
    title,
    bench,
    orders: settling,
    sku,
    buyers,
    aSecond: [],
    engineMs: [],
    functionsMs: [],
    aloneMs: [],
  };
}

/** Places an order and waits for its end. @returns how long that took (ms). @throws Error when it is not confirmed. */
async function order({ bench, orders, sku, buyers }: Contender, at: number): Promise<number> {
  const began = performance.now();
  const { id } = await bench.shop.place(buyers[at % CUSTOMERS]!, sku, 1);
  const status = await orders.settled(id);
  if (status !== 'CONFIRMED') throw new Error(`order ${id} is ${status}`);
  return performance.now() - began;
}

async function turn(one: Contender): Promise<void> {
  await one.orders.watch(OFTEN_MS, async () => {
    for (let at = 0; at < ALONE; at += 1) one.aloneMs.push(await order(one, at));
  });
  const before = processTime(one.bench.pid);
  const began = performance.now();
  await one.orders.watch(SELDOM_MS, () =>
    inParallel(Array.from({ length: AT_ONCE.orders }), AT_ONCE.underWay, (_, at) => order(one, at)),
  );
  const seconds = (performance.now() - began) / 1000;
  const after = processTime(one.bench.pid);
  one.aSecond.push(AT_ONCE.orders / seconds);
  one.engineMs.push(((after.own - before.own) * 1000) / AT_ONCE.orders);
  one.functionsMs.push(((after.children - before.children) * 1000) / AT_ONCE.orders);
}

/** Both engines in turns, while one more fits into the time of the bench (s). */
export async function inTurns(
  [ours, released]: [BenchShop, BenchShop],
  seconds: number,
): Promise<BenchTable> {
  const total = MOST_TURNS * (AT_ONCE.orders + ALONE) + CUSTOMERS;
  const contenders: [Contender, Contender] = [
    await contender('this project', ours, total),
    await contender('the engine as released', released, total),
  ];
  // Every function has its environments before anything is measured.
  const warm = (one: Contender) =>
    one.orders.watch(SELDOM_MS, () => inParallel(one.buyers, CUSTOMERS, (_, at) => order(one, at)));
  await Promise.all(contenders.map(warm));
  const turns = await inRounds({ seconds, least: 1, most: MOST_TURNS }, async (at) => {
    for (const one of at % 2 ? contenders.toReversed() : contenders) await turn(one);
  });
  return table(contenders, turns);
}

function table([ours, released]: [Contender, Contender], turns: number): BenchTable {
  const row = (what: string, key: 'aSecond' | 'engineMs' | 'functionsMs' | 'aloneMs', digits: number) => [
    what,
    spread(ours[key], digits),
    spread(released[key], digits),
    (median(ours[key]) / median(released[key])).toFixed(2),
  ];
  return {
    title: 'An order on the local engine',
    explanation: `${turns} turns each of ${ALONE} orders one after the other and of ${AT_ONCE.orders} with ${AT_ONCE.underWay} under way, of one line, all confirmed; median and quartiles. The engine as released forwards no management calls to EventBridge here: a minute after a deployment it would do so in 2,000 threads at once, and hang for minutes.`,
    columns: ['', ours.title, released.title, 'ratio'],
    rows: [
      row('orders a second', 'aSecond', 1),
      row("processor time of the engine's process, ms an order", 'engineMs', 0),
      row('processor time of the functions, ms an order', 'functionsMs', 0),
      row('alone, from POST to CONFIRMED, ms', 'aloneMs', 0),
    ],
    notes: [
      `The goal of ${GOAL.aSecond} orders a second, and ${GOAL.aloneMs} ms alone, ${isMet(ours) ? 'is met' : 'is not met'}.`,
      "It does not get slower: of 700 orders, 10 under way, the first 100 took 483 ms of the engine's processor each, and the last 100 445 (2026-11-29). Ten thousand, which take an hour and a half, were not placed.",
      'What keeps the engine from it is Python, by one thread at a time. Sampled on 2026-11-28 while orders were placed, its interpreter was busy with what stands around each call (parsing, policies, routing, writing answers) for a third of the time, with DynamoDB for a fifth, with Lambda and Step Functions for a sixth, with calls that the engine makes to itself for an eighth, and with reading and writing HTTP for 2 %. What would do the rest is an engine that is not written in Python.',
    ],
  };
}

const isMet = ({ aSecond, aloneMs }: Contender): boolean =>
  median(aSecond) >= GOAL.aSecond && median(aloneMs) <= GOAL.aloneMs;
