import { MS_OF_CALL, MS_OF_INVOCATION, writesOf } from '../cost/bill.ts';
import { type Figures, total } from '../cost/figures.ts';
import { type Partitions, type Resource, rateLimited, type Step, workers } from './simulation.ts';

/** What a stage and its account allow, and how the shop is made: what can be changed when orders become more. */
export interface Limits {
  /** Requests a second: of the stage (RATE_LIMIT_API), and of the account. */
  apiOfStage: number;
  apiOfAccount: number;
  /** Lambda's concurrent executions. */
  concurrency: number;
  /** StartExecution a second for good, and how often an order asks for it. */
  starts: number;
  startsOfOrder: 1 | 2;
  transitions: number;
  /** Write units a second of a table and of each of its indexes: a thousand for each partition. */
  units: number;
  /** ParallelizationFactor of a table's stream, whose shards are as many as the table's partitions. */
  publishersOfShard: number;
  publishes: number;
  /** CONSUMER_CONCURRENCY */
  consumers: number;
  /** SHARDS of the indexes by time. */
  shards: number;
  /** Over how many items the stock of a product is spread. */
  stockItems: number;
  /** How many events are one write to figures of demand, and to a counter. */
  demandBatch: number;
  counterBatch: number;
}

/**
 * A new account in us-east-1, and a production stage without settings of its own.
 *
 * Sources: docs/quotas.md; Step Functions, "Service quotas" (StartExecution 300, transitions 5,000); DynamoDB, "Quotas"
 * and "Warm throughput" (a new table on demand takes 4,000 units, a partition 1,000, a table 40,000 by quota); SNS,
 * "Endpoints and quotas" (30,000 messages published a second).
 */
export const AT_FIRST: Limits = {
  apiOfStage: 500,
  apiOfAccount: 10_000,
  concurrency: 1_000,
  starts: 300,
  startsOfOrder: 2,
  transitions: 5_000,
  units: 4_000,
  publishersOfShard: 1,
  publishes: 30_000,
  consumers: 5,
  shards: 8,
  stockItems: 1,
  demandBatch: 1,
  counterBatch: 1,
};

/** Of one partition. */
const UNITS_OF_PARTITION = 1_000;
/** What a small item takes in a transaction. */
const ITEM = 2;
const PRODUCTS = 1_000;
/** Which share of the orders is for the product that most are for. */
export const HOT_PRODUCT = 0.1;
/** Over how many items each counter is spread (functions/telemetry). */
const ITEMS_OF_COUNTER = 8;
/** Messages that a consumer is given at once when there are many. */
const BATCH = 10;

/**
 * The way of a confirmed order of one line through the shop: which functions it invokes after which, how long they take,
 * and what they write, all by what was counted of one (order-figures.json).
 *
 * @returns its first step.
 */
export function shopOf(limits: Limits, figures: Figures, random: () => number): Step {
  const made = new Map<string, Resource>();
  const once = (name: string, make: () => Resource): Resource => {
    const resource = made.get(name) ?? make();
    made.set(name, resource);
    return resource;
  };
  const limited = (name: string, perSecond: number, partitions?: Partitions) =>
    once(name, () => rateLimited(name, perSecond, partitions));
  const evenly = (count: number): Partitions => ({
    count,
    most: 1 / count,
    next: () => Math.floor(random() * count),
  });
  /** Items of products, of each so many. */
  const byProduct = (items = 1): Partitions => {
    const [one, other] = [evenly(items), evenly((PRODUCTS - 1) * items)];
    const next = () => (random() < HOT_PRODUCT ? one.next() : items + other.next());
    return { count: PRODUCTS * items, most: HOT_PRODUCT / items, next };
  };

  const taking = (resource: Resource, amount: number): Step => ({ resource, amount, after: [] });
  const sum = (of: Record<string, number>, begins: string) =>
    Object.entries(of).reduce((all, [who, count]) => (who.startsWith(`${begins} `) ? all + count : all), 0);

  /** What one invocation of a function writes, each table, index, and item that many write. */
  const writes = (fn: string): Step[] => {
    const times = figures.invocations[fn]!;
    const tables = Object.entries(figures.writeUnits).flatMap(([who, units]) => {
      const [writer, table = ''] = who.split(' ');
      if (writer !== fn) return [];
      const isSharded = /\.(Waiting|Held)$/.test(table);
      return [
        taking(
          isSharded
            ? limited(`index ${table}`, UNITS_OF_PARTITION, evenly(limits.shards))
            : limited(`table ${table}`, limits.units),
          units / times,
        ),
      ];
    });
    const items = {
      'inventory-reserve-inventory': () =>
        taking(limited('stock of one product', UNITS_OF_PARTITION, byProduct(limits.stockItems)), ITEM),
      'inventory-count-demand': () =>
        taking(limited('demand for one product', UNITS_OF_PARTITION * limits.demandBatch, byProduct()), ITEM),
      // One of an order's two events counts the order as placed, the other as confirmed: half of a counter each.
      'telemetry-count-orders': () =>
        taking(
          limited('one counter', UNITS_OF_PARTITION * limits.counterBatch, evenly(ITEMS_OF_COUNTER)),
          ITEM / 2,
        ),
    }[fn];
    return items ? [...tables, items()] : tables;
  };
  const lambda = once('Lambda, concurrent executions', () =>
    workers('Lambda, concurrent executions', limits.concurrency),
  );
  const invoking = (fn: string, batch = 1): Step => {
    const ms = MS_OF_INVOCATION / batch + (MS_OF_CALL * sum(figures.calls, fn)) / figures.invocations[fn]!;
    return { resource: lambda, amount: ms, after: writes(fn) };
  };
  const before = (step: Step, ...next: Step[]): Step => ({ ...step, after: [...step.after, ...next] });

  const start = (...next: Step[]) => before(taking(limited('StartExecution', limits.starts), 1), ...next);
  const consumed = (fn: string, ...next: Step[]): Step => {
    const step = invoking(fn, BATCH);
    const queue = once(`consumer ${fn}`, () => workers(`consumer ${fn}`, limits.consumers));
    return before(taking(queue, step.amount), step, ...next);
  };
  const published = (service: string, ...consumers: Step[]): Step => {
    const count = Math.max(1, Math.floor(limits.units / UNITS_OF_PARTITION)) * limits.publishersOfShard;
    const name = `publisher of ${service}`;
    const publisher = once(name, () => workers(name, count));
    const topic = taking(limited('SNS, Publish', limits.publishes), 1);
    return before(taking(publisher, MS_OF_CALL), before(topic, ...consumers));
  };
  const saga = (fn: string, ...next: Step[]): Step =>
    before(taking(limited('state transitions', limits.transitions), 1), before(invoking(fn), ...next));

  const forAll = () => [consumed('inventory-count-demand'), consumed('telemetry-count-orders')];
  const confirmed = published(
    'orders',
    ...forAll(),
    consumed('inventory-settle-reservation'),
    consumed('notifications-notify-order'),
  );
  const charged = published('payments', consumed('telemetry-count-payments'));
  const confirm = saga('orders-confirm-order', confirmed);
  const settled = start(
    saga('inventory-reserve-inventory', saga('payments-charge-payment', charged, confirm)),
  );
  const again = limits.startsOfOrder === 2 ? [start()] : [];
  const created = published('orders', ...forAll(), consumed('orders-start-saga', ...again));
  const counted = writesOf(figures, BATCH) - total(figures, 'writeUnits');
  const metrics = taking(limited('table Telemetry', limits.units), counted);
  const api = taking(limited('API, the stage', limits.apiOfStage), 1);
  const account = taking(limited('API, the account', limits.apiOfAccount), 1);
  return before(api, before(account, before(invoking('orders-place-order'), settled, created, metrics)));
}
