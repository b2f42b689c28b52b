/**
 * What an order costs the local engine: processor time of the engine and of the functions, orders a second with so many under
 * way, and the time from POST to CONFIRMED when nothing else happens. It orders from the stage of `npm start`. Machines differ
 * and are shared: compare runs in processor time.
 *
 *     node bench/orders.ts [orders, 200] [under way, 20]
 */
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { BatchGetItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, readOutputs, runningStage } from '@serverless-orders/localstack';
import { orderKey } from '../functions/orders/order-item.ts';
import { inParallel } from '../ops/chaos/in-parallel.ts';
import { type ChaosOutputs, ChaosShop } from '../ops/chaos/shop.ts';
import { poll } from '../packages/command-line/wait.ts';
import { places } from '../paths.ts';

const [orders = 200, atOnce = 20] = process.argv.slice(2).map(Number);
/** Orders one after the other, whose times are told. */
const ALONE = 15;
/** Ticks of a processor a second, in /proc: https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html */
const TICKS = 100;
const CUSTOMERS = 10;
const PRICE = 100;

const { stage, engine } = await runningStage();
const outputs = readOutputs(places, stage) as unknown as ChaosOutputs;
const shop = new ChaosShop({ endpoint: engine.endpoint, outputs });
const dynamodb = new DynamoDBClient(clientOptions(engine.endpoint));

/** Processor time so far (s): of the engine, and of the processes that it has started and that live. */
function processorTime(): { engine: number; functions: number } {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const [state, parent, ...rest] = readFileSync(`/proc/${pid}/stat`, 'utf8')
          .replace(/^.*\) /, '')
          .split(' ');
        // The fields after the name begin with the third.
        return state === 'Z'
          ? []
          : [{ pid: Number(pid), parent: Number(parent), ticks: Number(rest[9]) + Number(rest[10]) }];
      } catch {
        return [];
      }
    });
  const sum = (pids: Set<number>) =>
    stats.reduce((ticks, stat) => ticks + (pids.has(stat.pid) ? stat.ticks : 0), 0) / TICKS;
  const below = new Set<number>();
  const add = (parent: number) => {
    for (const { pid } of stats.filter((stat) => stat.parent === parent)) {
      below.add(pid);
      add(pid);
    }
  };
  add(engine.pid!);
  return { engine: sum(new Set([engine.pid!])), functions: sum(below) };
}

const pending = new Map<string, (status: string) => void>();

/** One read for all orders that are under way. */
async function look(): Promise<void> {
  const ids = [...pending.keys()];
  if (ids.length === 0) return;
  const table = outputs.tables.orders;
  const Keys = ids.map((id) => {
    const { pk, sk } = orderKey(id);
    return { pk: { S: pk }, sk: { S: sk } };
  });
  const { Responses } = await dynamodb.send(new BatchGetItemCommand({ RequestItems: { [table]: { Keys } } }));
  for (const item of Responses?.[table] ?? [])
    if (item.status?.S !== 'PENDING') pending.get(item.id!.S!)?.(item.status!.S!);
}

const sku = `bench-${randomBytes(3).toString('hex')}`;
await shop.addProduct(sku, { price: PRICE, onHand: orders + 2 * ALONE + CUSTOMERS });
const buyers = await inParallel(Array.from({ length: CUSTOMERS }), 4, () =>
  shop.addBuyer(PRICE * (orders + 2 * ALONE)),
);

async function order(at: number): Promise<number> {
  const began = performance.now();
  const { id } = await shop.place(buyers[at % CUSTOMERS]!, sku, 1);
  const status = await new Promise<string>((resolve) => pending.set(id, resolve));
  pending.delete(id);
  if (status !== 'CONFIRMED') throw new Error(`order ${id} is ${status}`);
  return performance.now() - began;
}

async function measured<T>(everyMs: number, work: () => Promise<T>): Promise<T> {
  const ended = work().then((value) => ({ value }));
  let result: { value: T } | undefined;
  ended.then(
    (one) => {
      result = one;
    },
    () => {},
  );
  await poll(
    async () => {
      await look();
      return result;
    },
    { timeoutMs: 30 * 60_000, everyMs },
  );
  return (await ended).value;
}

// Every function has its environments.
await measured(250, () => inParallel(Array.from({ length: CUSTOMERS }), CUSTOMERS, (_, at) => order(at)));
const alone = await measured(10, async () => {
  const times: number[] = [];
  for (let at = 0; at < 2 * ALONE; at += 1) times.push(await order(at));
  return times.slice(-ALONE).toSorted((a, b) => a - b);
});
const before = processorTime();
const began = performance.now();
await measured(250, () => inParallel(Array.from({ length: orders }), atOnce, (_, at) => order(at)));
const seconds = (performance.now() - began) / 1000;
const after = processorTime();
const each = (part: 'engine' | 'functions') => (((after[part] - before[part]) * 1000) / orders).toFixed(0);
console.log(`${orders} orders, ${atOnce} under way: ${(orders / seconds).toFixed(2)} a second`);
console.log(
  `an order's processor time: ${each('engine')} ms of the engine, ${each('functions')} ms of functions`,
);
console.log(
  `alone, from POST to CONFIRMED: median ${alone[ALONE >> 1]!.toFixed(0)} ms, ${alone[0]!.toFixed(0)} to ${alone.at(-1)!.toFixed(0)}`,
);
