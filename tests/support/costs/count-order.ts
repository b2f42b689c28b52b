import type { TransactWriteItem } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { DomainEvent, EventType } from '../../../functions/contracts/events.ts';
import { executionArn } from '../../../functions/orders/executions.ts';
import { OUTBOX_PREFIX } from '../../../functions/platform/outbox.ts';
import { type Figures, KINDS } from '../../../ops/cost/figures.ts';
import { endedRun } from '../../../ops/executions/path.ts';
import { type Line, tell } from '../../../ops/logs/line.ts';
import type { StageLogs } from '../../../ops/logs/stage-logs.ts';
import { poll } from '../../../packages/command-line/wait.ts';
import type { Item } from '../../simulation/store/values.ts';
import { clientConfig } from '../engine.ts';
import { BilledWrites } from './billed-writes.ts';
import { itemSize, readUnits } from './item-size.ts';
import type { RecordedCall, RecordedCalls } from './recorded-calls.ts';
import type { StageParts } from './stage-parts.ts';

export interface CountedOrder {
  orderId: string;
  /** What else only this order's calls name: its customer, its product. */
  names: string[];
  /** When it was placed (ms since 1970). */
  from: number;
  /** Its executions, each with its state machine. */
  executions: [machine: string, name: string][];
  /** Requests that its customer made, GET left out. */
  requests: number;
}

interface Sources {
  calls: RecordedCalls;
  logs: StageLogs;
  parts: StageParts;
}

/** Who reads the lines of metrics that all functions write: how often depends on how many come together. */
const COUNTING = 'telemetry-count-metrics';

/** So long everybody has to hear of an order (ms): a busy machine takes minutes for what takes seconds. */
const HEARD_WITHIN_MS = 180_000;

/** What an order's customer and product cause, and no order. */
const NOT_OF_ORDERS =
  /^(users|registry|gateway)-|follow-user$|project-product|^inventory-(put|get)-|^orders-(get|list)-|^payments-(get|post)-|-rpc-|^orders-(reconcile|clear-parked)|ask-overdue$/;

/** Counts what an order took, once all that hears of it has. */
export async function countOrder(order: CountedOrder, sources: Sources): Promise<Figures> {
  const { calls, logs, parts } = sources;
  const functions = logs.functions.filter(({ short }) => !NOT_OF_ORDERS.test(short) && short !== COUNTING);
  let left: string[] = [];
  const lines = await poll(
    async () => {
      const found = await logs.search({ functions, from: order.from });
      left = missing(events(order, calls.read()), found, parts);
      return left.length === 0 ? found : undefined;
    },
    { timeoutMs: HEARD_WITHIN_MS, everyMs: 500 },
  );
  if (!lines) throw new Error(`these have not heard of order ${order.orderId}: ${left.join(', ')}`);
  const figures = Object.fromEntries(KINDS.map((kind) => [kind, {}])) as Figures;
  const add = (kind: keyof Figures, who: string, by = 1) => {
    figures[kind][who] = (figures[kind][who] ?? 0) + by;
  };
  add('apiRequests', 'POST', order.requests);
  for (const [machine, name] of order.executions) {
    const { path } = await endedRun(new SFNClient(clientConfig()), executionArn(machine, name));
    for (const { state, attempts } of path) add('transitions', state, Math.max(1, attempts));
  }
  await addCalls(own(order, calls.read(), parts), parts, add);
  const all = events(order, calls.read());
  addLines(ownLines(lines, order, all), all, parts, add);
  return figures;
}

type Add = (kind: keyof Figures, who: string, by?: number) => void;

const functionOf = ({ role }: RecordedCall, { functions }: StageParts) =>
  functions.get(role ?? '') ?? 'unknown';

/** The events of an order, by the transactions that have announced them. */
function events({ orderId }: CountedOrder, calls: RecordedCall[]): DomainEvent[] {
  const refused = refusedOf(calls);
  const written = calls.flatMap((call) =>
    refused.has(call) ? [] : (writesOf(call.operation, call.input) ?? []),
  );
  const found = written.flatMap(({ Put }) => {
    const { sk, event } = (Put?.Item ?? {}) as Item;
    const { id, type, data } = (event?.M ?? {}) as Item;
    const isOurs = sk?.S?.startsWith(OUTBOX_PREFIX) && data?.M?.orderId?.S === orderId;
    return isOurs ? [{ id: id!.S!, type: type!.S as EventType } as DomainEvent] : [];
  });
  return [...new Map(found.map((event) => [event.id, event])).values()];
}

/**
 * Transactions of which a condition did not hold: what one of them puts where nothing is, a later one puts there after all. A
 * refused transaction is billed and changes nothing.
 */
function refusedOf(calls: RecordedCall[]): Set<RecordedCall> {
  const last = new Map<string, RecordedCall>();
  const put = (call: RecordedCall) =>
    (writesOf(call.operation, call.input) ?? []).flatMap(({ Put }) =>
      Put?.ConditionExpression === 'attribute_not_exists(pk)'
        ? JSON.stringify([Put.TableName, Put.Item!.pk, Put.Item!.sk])
        : [],
    );
  for (const call of calls) for (const key of put(call)) last.set(key, call);
  return new Set(calls.filter((call) => put(call).some((key) => last.get(key) !== call)));
}

/** Calls that are about an order: they name it, one of its events, its customer or its product. */
function own(order: CountedOrder, calls: RecordedCall[], parts: StageParts): RecordedCall[] {
  const names = [order.orderId, ...order.names, ...events(order, calls).map(({ id }) => id)];
  const found = calls.filter((call) => {
    if (NOT_OF_ORDERS.test(functionOf(call, parts))) return false;
    const text = JSON.stringify(call.input);
    return names.some((name) => text.includes(name));
  });
  // The same write once more: others were in its way, or its answer was late. Neither is what is counted here.
  const seen = new Map(
    found.map((call) => [JSON.stringify([call.role, call.operation, withoutToken(call.input)]), call]),
  );
  return [...seen.values()];
}

const withoutToken = ({ ClientRequestToken: _, ...input }: RecordedCall['input']) => input;

async function addCalls(calls: RecordedCall[], parts: StageParts, add: Add): Promise<void> {
  const writes = new BilledWrites({ tables: parts.tables, stored: parts.item });
  const refused = refusedOf(calls);
  for (const call of calls) {
    const { service, operation, input } = call;
    const fn = functionOf(call, parts);
    add('calls', `${fn} ${service} ${operation}`);
    if (operation === 'Publish') add('publishes', `${fn} ${typeOf(input)}`);
    if (operation === 'SendRawEmail') add('emails', fn);
    if (service !== 'dynamodb') continue;
    const tableOf = (name: unknown) => parts.tables.get(String(name))?.name ?? 'unknown';
    const items = writesOf(operation, input);
    if (items) {
      const factor = operation === 'TransactWriteItems' ? 2 : 1;
      const units = refused.has(call)
        ? await writes.refuse(items, factor)
        : await writes.write(items, factor);
      for (const [table, by] of Object.entries(units)) add('writeUnits', `${fn} ${table}`, by);
    }
    for (const [table, keys] of readsOf(operation, input))
      for (const key of keys) {
        const item = await parts.item(table, key);
        add('readUnits', `${fn} ${tableOf(table)}`, readUnits(item ? itemSize(item) : 0, true));
      }
  }
}

const typeOf = ({ Message }: RecordedCall['input']): string => JSON.parse(String(Message)).type;

function writesOf(operation: string, input: RecordedCall['input']): TransactWriteItem[] | undefined {
  if (operation === 'TransactWriteItems') return input.TransactItems as TransactWriteItem[];
  const kind = /^(Put|Update|Delete)Item$/.exec(operation)?.[1];
  return kind ? [{ [kind]: input } as unknown as TransactWriteItem] : undefined;
}

function readsOf(operation: string, input: RecordedCall['input']): [table: string, keys: Item[]][] {
  if (operation === 'GetItem') return [[String(input.TableName), [input.Key as Item]]];
  if (operation !== 'BatchGetItem') return [];
  return Object.entries(input.RequestItems as Record<string, { Keys: Item[] }>).map(([name, { Keys }]) => [
    name,
    Keys,
  ]);
}

/** Which consumers have not said yet that they had an event, and which events were not published. */
function missing(all: DomainEvent[], lines: Line[], parts: StageParts): string[] {
  const said = new Set(
    lines.map(tell).flatMap(({ fields, message, level }) =>
      // A consumer says it of each message of a batch, or in the one line of its invocation.
      level === 'INFO' && ['messages', 'consumed', 'records', 'published'].includes(message)
        ? [`${fields.function} ${fields.eventId}`]
        : [],
    ),
  );
  const wanted = all.flatMap(({ id, type }) =>
    [...parts.consumersOf(type), `${EVENT_SOURCE(type)}-publish-outbox`].map((fn) => [fn, id] as const),
  );
  return wanted.flatMap(([fn, id]) =>
    [...said].some((one) => one.endsWith(`${fn} ${id}`)) ? [] : [`${fn} ${id}`],
  );
}

const EVENT_SOURCE = (type: string): string => `${type.split('.')[0]}s`;

/** When a line was written: that of metrics says it otherwise, and stands behind the line of its invocation. */
function writtenAt({ text, at }: Line): number {
  if (!text.includes('"_aws"')) return at;
  const { _aws } = JSON.parse(text) as { _aws: { Timestamp: number } };
  return _aws.Timestamp + 0.5;
}

/** Lines of invocations that were about the order, by what they say of it; other tests may still be heard of. */
function ownLines(lines: Line[], { orderId }: CountedOrder, all: DomainEvent[]): Line[] {
  const names = [orderId, ...all.map(({ id }) => id)];
  const isAbout = ({ text }: Line) => names.some((name) => text.includes(name));
  const streams = Map.groupBy(lines, ({ fn, stream }) => `${fn} ${stream}`);
  return [...streams.values()].flatMap((stream) => {
    let about = false;
    return stream
      .toSorted((one, other) => writtenAt(one) - writtenAt(other))
      .filter((line) => {
        if (!line.text.includes('"_aws"')) about = isAbout(line);
        return about;
      });
  });
}

function addLines(lines: Line[], all: DomainEvent[], parts: StageParts, add: Add): void {
  for (const line of lines) {
    add('logBytes', line.fn, Buffer.byteLength(line.text));
    if (!line.text.includes('"_aws"')) continue;
    const { series } = JSON.parse(line.text) as { series: unknown[] };
    add('metricLines', line.fn);
    add('metricSeries', line.fn, series.length);
  }
  for (const { type } of all) {
    add('invocations', `${EVENT_SOURCE(type)}-publish-outbox`);
    for (const consumer of parts.consumersOf(type)) {
      add('messages', consumer);
      add('invocations', consumer);
    }
  }
  const others = new Set(
    lines.flatMap((line) => {
      const { fields, message } = tell(line);
      return ['request', 'step', 'call', 'run'].includes(message) ? [`${line.fn} ${fields.requestId}`] : [];
    }),
  );
  for (const one of others) add('invocations', one.split(' ')[0]!);
}
