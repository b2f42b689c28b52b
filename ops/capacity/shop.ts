import { SHARDS } from '../../functions/platform/shards.ts';
import { COUNTING_CALLS, MS_OF_CALL, MS_OF_INVOCATION, writesOf } from '../cost/bill.ts';
import { type Figures, total } from '../cost/figures.ts';
import { type Partitions, type Resource, rateLimited, type Step, workers } from './simulation.ts';

/** What a stage and its account allow, and how the shop is made: what can be changed when orders become more. */
export interface Limits {
  /** Requests a second: of the stage (RATE_LIMIT_API), and of the account. */
  apiOfStage: number;
  apiOfAccount: number;
  /** Lambda's concurrent executions, with those that COUNTING_CONCURRENCY keeps for counting lines of metrics. */
  concurrency: number;
  counting: number;
  /** StartExecution a second for good, and how often an order asks for it. */
  starts: number;
  startsOfOrder: 1 | 2;
  transitions: number;
  /**
   * Write units a second of a table and of each of its indexes: a thousand for each partition, which has a shard of the table's
   * stream, from which one batch at a time is published.
   */
  units: number;
  publishes: number;
  /** CONSUMER_CONCURRENCY */
  consumers: number;
  /** SHARDS: over how many partitions an index by time is spread, and over how many items a counter. */
  shards: number;
  /** Over how many items the stock of a product is spread, and its figures of demand. */
  stockItems: number;
  demandItems: number;
}

/**
 * A new account in us-east-1, and the stage production (stages/production.ts).
 *
 * Sources: docs/quotas.md; Step Functions, "Service quotas" (StartExecution 300, transitions 5,000); DynamoDB, "Quotas"
 * and "Warm throughput" (a new table on demand takes 4,000 units, a partition 1,000, a table 40,000 by quota); SNS,
 * "Endpoints and quotas" (30,000 messages published a second).
 */
export const AT_FIRST: Limits = {
  apiOfStage: 500,
  apiOfAccount: 10_000,
  concurrency: 1_000,
  counting: 10,
  starts: 300,
  startsOfOrder: 2,
  transitions: 5_000,
  units: 4_000,
  publishes: 30_000,
  consumers: 5,
  shards: SHARDS,
  stockItems: 1,
  demandItems: 1,
};

/** Of one partition. */
const UNITS_OF_PARTITION = 1_000;
/**
 * How many transactions a second can change one item: of two at once, one is refused and comes again (API_TransactWriteItems,
 * TransactionConflict), so they take turns, and a turn is as long as a call. Write units would suffice for 500.
 */
const TURNS_OF_ITEM = 1000 / MS_OF_CALL;
const PRODUCTS = 1_000;
/** Which share of the orders is for the product that most are for. */
const HOT_PRODUCT = 0.1;
/** Messages of a queue, records of a stream and lines of a log that a function is given at once when there are many. */
const BATCH = 10;

/**
 * The way of a confirmed order of one line through the shop: which functions it invokes after which, how long they take,
 * and what they write, all by what was counted of one (order-figures.json).
 *
 * @returns its first step.
 * @throws Error when a function of that way was not counted.
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

  /** A transaction's turn at an item that many others change; or less than one, if not each of them changes it. */
  const turn = (name: string, items: Partitions, amount = 1): Step =>
    taking(limited(name, TURNS_OF_ITEM, items), amount);

  /** @throws Error when a function was not counted: it has another name now, or is no part of an order's way any more. */
  const invocationsOf = (fn: string): number => {
    const times = figures.invocations[fn];
    if (!times) throw new Error(`the figures of an order have no invocation of ${fn}`);
    return times;
  };
  /** What one invocation of a function writes, each table, index, and item that many write. */
  const writes = (fn: string): Step[] => {
    const times = invocationsOf(fn);
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
      'inventory-reserve-inventory': () => turn('stock of one product', byProduct(limits.stockItems)),
      'inventory-count-demand': () => turn('demand for one product', byProduct(limits.demandItems)),
      // One of an order's two events counts the order as placed, the other as confirmed: half of a counter each.
      'telemetry-count-orders': () => turn('counter of orders', evenly(limits.shards), 1 / 2),
    }[fn];
    return items ? [...tables, items()] : tables;
  };
  const working = (name: string, count: number, ms: number): Step =>
    taking(
      once(name, () => workers(name, count)),
      ms,
    );
  /** How long a function takes for one of a batch (ms). */
  const msOf = (calls: number, batch: number) => MS_OF_INVOCATION / batch + MS_OF_CALL * calls;
  const invoking = (fn: string, batch = 1): Step => {
    const ms = msOf(sum(figures.calls, fn) / invocationsOf(fn), batch);
    const { concurrency, counting } = limits;
    return { ...working('Lambda, concurrent executions', concurrency - counting, ms), after: writes(fn) };
  };
  const before = (step: Step, ...next: Step[]): Step => ({ ...step, after: [...step.after, ...next] });
  /** A function that can be invoked so many times at once. */
  const bounded = (name: string, count: number, fn: string, ...next: Step[]): Step => {
    const step = invoking(fn, BATCH);
    return before(working(name, count, step.amount), before(step, ...next));
  };

  const start = (...next: Step[]) => before(taking(limited('StartExecution', limits.starts), 1), ...next);
  const consumed = (fn: string, ...next: Step[]) => bounded(`consumer ${fn}`, limits.consumers, fn, ...next);
  const published = (service: string, ...consumers: Step[]): Step => {
    const shards = limits.units / UNITS_OF_PARTITION;
    const topic = before(taking(limited('SNS, Publish', limits.publishes), 1), ...consumers);
    return bounded(`publisher of ${service}`, shards, `${service}-publish-outbox`, topic);
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
  // All that an order writes to logs is counted in one go: a part of a batch for each line.
  const lines = total(figures, 'metricLines');
  const counted = before(
    working('function telemetry-count-metrics', limits.counting, lines * msOf(COUNTING_CALLS / BATCH, BATCH)),
    taking(limited('table Telemetry', limits.units), writesOf(figures, BATCH) - total(figures, 'writeUnits')),
    // Who finds one of its items taken goes on to the next (functions/telemetry/counter-repository.ts).
    working('counter of lines', limits.shards, (lines * MS_OF_CALL) / BATCH),
  );
  const api = taking(limited('API, the stage', limits.apiOfStage), 1);
  const account = taking(limited('API, the account', limits.apiOfAccount), 1);
  return before(api, before(account, before(invoking('orders-place-order'), settled, created, counted)));
}
