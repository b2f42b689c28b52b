import { DescribeStateMachineCommand } from '@aws-sdk/client-sfn';
import { Faults } from '@serverless-orders/localstack';
import { z } from 'zod';
import { type Execution, isUnderWay } from '../../functions/orders/executions.ts';
import type { Order } from '../../functions/orders/order.ts';
import { traceIdOf } from '../../functions/platform/tracing/traceparent.ts';
import { type StateVisit, visitsOf } from '../../ops/executions/visits.ts';
import { inShort, type Moment } from '../../ops/saga/history-lines.ts';
import { type Life, messagesAbout, readLife } from '../../ops/saga/life.ts';
import { momentsOf, stateLines, sumUp } from '../../ops/saga/tell-life.ts';
import { Gone, read } from './endpoint.ts';
import { errorOf, type OrderState, stateOf } from './orders.ts';
import { drawMachine, type SagaGraph } from './saga-graph.ts';
import type { Stage } from './stage.ts';

const Id = z.string().min(1).max(128);

/** An execution of an order, with the states that it went through. */
export interface OrderRun extends Execution {
  visits: StateVisit[];
}

/** A transaction of the ledger. */
interface LedgerTransaction {
  kind: string;
  at: string;
  entries: { account: string; amount: number; currency: string }[];
}

/** An event about an order, and who did something on account of it. */
interface OrderEvent {
  id: string;
  type: string;
  source: string;
  at: string;
  sequence: number;
  consumers: { who: string; at: string; text: string }[];
}

/** All that is known of one order. */
export interface OrderStory {
  id: string;
  state: OrderState;
  error?: string;
  customerId: string;
  items: Order['items'];
  total: Order['total'];
  createdAt: string;
  redrives: number;
  /** What it comes to, in a sentence. */
  summary: string;
  /** What stands in the tables, by name. */
  stands: { name: string; text: string }[];
  runs: OrderRun[];
  moments: Moment[];
  ledger: LedgerTransaction[];
  events: OrderEvent[];
  /** Its trace, as X-Ray and the logs know it. */
  traceId?: string;
  /** The plan of faults that was placed with it and is in force still. */
  faults?: string[];
  can: { cancel: boolean; redrive: boolean };
}

/** An order: its state machines' runs, what stands about it in the tables, and its life, as `npm run saga -- explain` tells it. */
export const order = read({
  input: z.object({ id: Id }),
  run: async (stage, { id }): Promise<OrderStory> => {
    const sagas = await stage.sagas();
    const found = await sagas.orders.get(id);
    if (!found) throw new Gone(`There is no order "${id}" on stage ${stage.name}`);
    const [life, faults] = await Promise.all([
      readLife(sagas, id, { tableOf: (service) => stage.table(service), withMessages: false }),
      found.status === 'PENDING' ? faultsOf(stage, found.customerId) : undefined,
    ]);
    return { ...toStory(life), ...(faults && { faults }) };
  },
});

/** Both state machines as they are deployed, laid out. */
export const machines = read({
  input: z.object({}),
  run: async (stage): Promise<Record<Execution['machine'], SagaGraph>> => {
    const { machines: arns } = await stage.sagas();
    const draw = async (stateMachineArn: string) => {
      const { definition = '' } = await stage.sfn.send(new DescribeStateMachineCommand({ stateMachineArn }));
      return drawMachine(definition);
    };
    const [saga, undo] = await Promise.all([draw(arns.saga), draw(arns.undo)]);
    return { saga, undo };
  },
});

/** Messages about an order on the queues that operators empty. To look takes a second for each queue that is not empty. */
export const orderMessages = read({
  input: z.object({ id: Id }),
  run: async (stage, { id }) => messagesAbout(await stage.sagas(), id),
});

function toStory(life: Life): OrderStory {
  const { order, executions, transactions, events, consumed } = life;
  const error = errorOf(order);
  const traceparent = order.traceparent ?? events.find(({ type }) => type === 'order.created')?.traceparent;
  const runs = executions.map(({ execution, history }) => ({ ...execution, visits: visitsOf(history) }));
  const isRunning = executions.some(({ execution }) => isUnderWay(execution));
  return {
    id: order.id,
    state: stateOf(order),
    ...(error !== undefined && { error }),
    customerId: order.customerId,
    items: order.items,
    total: order.total,
    createdAt: order.createdAt,
    redrives: order.redrives ?? 0,
    summary: sumUp(life, Date.now()),
    stands: stateLines(life).map((line) => ({
      name: line.slice(0, NAME_WIDTH).trim(),
      text: line.slice(NAME_WIDTH),
    })),
    runs: runs.map((run) => ({ ...run, ...(run.error && { cause: inShort(run.error, run.cause) }) })),
    moments: momentsOf(life),
    ledger: transactions.map(({ header, entries }) => ({
      kind: header.kind ?? '',
      at: header.createdAt ?? '',
      entries: entries.map(({ account, amount, currency }) => ({ account, amount, currency })),
    })),
    events: events
      .map(({ id, type, source, time, sequence }) => ({
        id,
        type,
        source: source.slice(1),
        at: time,
        sequence,
        consumers: consumed
          .filter(({ event }) => event === id)
          .map(({ who, at, text }) => ({ who, at, text })),
      }))
      .sort((a, b) => a.at.localeCompare(b.at)),
    ...(traceparent && { traceId: traceIdOf(traceparent) }),
    can: {
      cancel: order.status !== 'CANCELLED' && !order.cancellation && !order.attention,
      redrive: order.attention === true && !isRunning,
    },
  };
}

/** How stateLines puts names and texts in columns. */
const NAME_WIDTH = 13;

/** What the plan of faults is called that a test order was placed with. Each has a customer of its own, by whom faults find it. */
export const planOf = (customerId: string): string => `console.${customerId}`;

/** The faults that wait for a customer's orders still, in words. */
async function faultsOf({ isLocal, access }: Stage, customerId: string): Promise<string[] | undefined> {
  const { endpoint } = access.config;
  if (!isLocal || endpoint === undefined) return undefined;
  const rules = await new Faults(endpoint).planned(planOf(customerId)).catch(() => undefined);
  return rules?.map((rule) => {
    const always = 'times' in rule && rule.times === 'always' ? ', every time' : '';
    return `${rule.function}: ${rule.fault}${always}`;
  });
}
