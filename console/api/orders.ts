import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { z } from 'zod';
import { orderIdOf } from '../../functions/orders/executions.ts';
import type { Order } from '../../functions/orders/order.ts';
import { failuresOf } from '../../functions/orders/saga-view.ts';
import type { StageSagas } from '../../ops/saga/stage-sagas.ts';
import { read } from './endpoint.ts';
import type { Stage } from './stage.ts';

/** Orders of one answer, and how many executions are looked through for them at most. */
const SHOWN = 50;
const LOOKED_THROUGH = 1_000;
/** Executions of one page where a state is wanted, and where few are: each page costs the engine as much as a look at all. */
const STATE_PAGE = 200;
const SPARSE_PAGE = 1_000;
/** BatchGetItem takes so many keys. */
const AT_ONCE = 100;
/** A clock that runs ahead hides no order (ms). */
const AHEAD_MS = 60 * 60_000;

const Filter = z.object({
  /** An order's id or a part of it, or the name of one of its executions. */
  id: z.string().trim().max(160).optional(),
  state: z.enum(['pending', 'parked', 'confirmed', 'cancelled']).optional(),
  /** A reason's code or an error's name, as in InsufficientFunds. */
  error: z.string().max(256).optional(),
  customer: z.string().max(128).optional(),
  /** RFC 3339: placed not before, and before. */
  from: z.string().max(40).optional(),
  to: z.string().max(40).optional(),
  /** Where the answer before this one ended. */
  after: z.string().max(4096).optional(),
});
type Filter = z.infer<typeof Filter>;

/** One order as a list shows it. */
export interface OrderRow {
  id: string;
  customerId: string;
  state: OrderState;
  createdAt: string;
  total: Order['total'];
  /** Why it was cancelled or parked. */
  error?: string;
  redrives: number;
}

export type OrderState = 'pending' | 'cancelling' | 'parked' | 'confirmed' | 'cancelled';

interface Found {
  orders: OrderRow[];
  /** Where the next answer begins; undefined at the end. */
  more?: string;
  /** How many orders were looked at: a filter that finds little does not look through all. */
  looked: number;
}

/** Orders, newest first. What is filtered by an index is asked of it; everything else is looked through, page by page. */
export const orders = read({
  input: Filter,
  run: async (stage, filter): Promise<Found> => {
    const sagas = await stage.sagas();
    if (filter.id) return byId(stage, sagas, filter, filter.id);
    if (filter.customer !== undefined) return ofCustomer(sagas, filter, filter.customer);
    if (filter.state === 'parked' || filter.state === 'pending') return waiting(sagas, filter);
    return byExecutions(stage, sagas, filter);
  },
});

export const orderRow = (order: Order): OrderRow => {
  const error = errorOf(order);
  return {
    id: order.id,
    customerId: order.customerId,
    state: stateOf(order),
    createdAt: order.createdAt,
    total: order.total,
    redrives: order.redrives ?? 0,
    ...(error !== undefined && { error }),
  };
};

export function stateOf({ status, attention, cancellation }: Order): OrderState {
  if (attention) return 'parked';
  if (status === 'PENDING') return cancellation ? 'cancelling' : 'pending';
  return status === 'CONFIRMED' ? 'confirmed' : 'cancelled';
}

/** What it failed for: of a parked order the undo that failed last, of a cancelled one the reason. */
export const errorOf = (order: Order): string | undefined =>
  order.attention ? failuresOf(order).at(-1)?.error : order.reason?.code;

function isWanted(row: OrderRow, { state, error, from, to }: Filter): boolean {
  const isOfState =
    state === undefined || row.state === state || (state === 'pending' && row.state === 'cancelling');
  return (
    isOfState &&
    (error === undefined || row.error === error) &&
    (from === undefined || row.createdAt >= from) &&
    (to === undefined || row.createdAt < to)
  );
}

/** The order of that id, or else those of the latest whose id has the text in it. */
async function byId({ sfn }: Stage, sagas: StageSagas, filter: Filter, text: string): Promise<Found> {
  const id = orderIdOf(text);
  const exact = await sagas.orders.get(id);
  if (exact) return { orders: [orderRow(exact)], looked: 1 };
  const { executions = [] } = await sfn.send(
    new ListExecutionsCommand({ stateMachineArn: sagas.machines.saga, maxResults: SPARSE_PAGE }),
  );
  const part = id.toLowerCase();
  const ids = executions.flatMap(({ name }) => (name?.toLowerCase().includes(part) ? name : []));
  const rows = (await sagas.waiting.read(ids.slice(0, SHOWN))).map(orderRow);
  return { orders: rows.filter((row) => isWanted(row, filter)), looked: executions.length };
}

async function ofCustomer(sagas: StageSagas, filter: Filter, customerId: string): Promise<Found> {
  const { items, last } = await sagas.orders.list({ customerId, limit: SHOWN, after: filter.after });
  const next = last?.id as string | undefined;
  return {
    orders: items.map(orderRow).filter((row) => isWanted(row, filter)),
    looked: items.length,
    ...(next !== undefined && { more: next }),
  };
}

async function waiting({ waiting: index }: StageSagas, filter: Filter): Promise<Found> {
  const ids =
    filter.state === 'parked'
      ? (await index.parked(AT_ONCE)).items.map(({ id }) => id)
      : await index.overdue(new Date(Date.now() + AHEAD_MS).toISOString(), AT_ONCE);
  const rows = (await index.read(ids)).map(orderRow);
  rows.sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  return { orders: rows.filter((row) => isWanted(row, filter)), looked: rows.length };
}

/** The orders of these ids, however many: BatchGetItem takes a hundred at once. */
export async function ordersOf({ waiting }: StageSagas, ids: string[]): Promise<Order[]> {
  const pages = Array.from({ length: Math.ceil(ids.length / AT_ONCE) }, (_, page) =>
    waiting.read(ids.slice(page * AT_ONCE, (page + 1) * AT_ONCE)),
  );
  return (await Promise.all(pages)).flat();
}

/** Step Functions lists executions newest first, and each is named after its order. */
async function byExecutions({ sfn }: Stage, sagas: StageSagas, filter: Filter): Promise<Found> {
  const found: OrderRow[] = [];
  const isSparse = [filter.error, filter.from, filter.to].some((one) => one !== undefined);
  const maxResults = isSparse ? SPARSE_PAGE : filter.state ? STATE_PAGE : SHOWN;
  let looked = 0;
  let more = filter.after;
  do {
    const page = await sfn.send(
      new ListExecutionsCommand({ stateMachineArn: sagas.machines.saga, maxResults, nextToken: more }),
    );
    const ids = (page.executions ?? []).flatMap(({ name }) => name ?? []);
    const rows = (await ordersOf(sagas, ids)).map(orderRow);
    found.push(...rows.filter((row) => isWanted(row, filter)));
    looked += ids.length;
    more = page.nextToken;
    const oldest = rows.at(-1);
    if (filter.from !== undefined && oldest && oldest.createdAt < filter.from) more = undefined;
  } while (more !== undefined && found.length < SHOWN && looked < LOOKED_THROUGH);
  return { orders: found, looked, ...(more !== undefined && { more }) };
}
