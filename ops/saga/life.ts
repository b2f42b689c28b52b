import type { DomainEvent } from '../../functions/contracts/events.ts';
import type { Reservation } from '../../functions/inventory/reservation-repository.ts';
import type { Execution } from '../../functions/orders/executions.ts';
import type { Order } from '../../functions/orders/order.ts';
import {
  type ChargeHeader,
  chargeId,
  customerEntryKey,
  type Entry,
  type Transaction,
  transactionKey,
} from '../../functions/payments/ledger.ts';
import { keyText } from '../../functions/platform/key.ts';
import { peek, sentAt } from '../dead-letters/peek.ts';
import { waitingQueues } from '../dead-letters/waiting-queues.ts';
import type { ExecutionEvent } from '../executions/history.ts';
import { StageTable } from '../stage/table.ts';
import { type Consumed, consumedOf } from './consumed.ts';
import type { StageSagas } from './stage-sagas.ts';

/** One transaction of the ledger with its entries. */
export interface Booked {
  header: ChargeHeader;
  entries: Entry[];
}

/** A message about the order on a queue that operators empty. */
export interface Aside {
  queue: string;
  /** RFC 3339. */
  at: string;
}

/** All that the services know of one order. */
export interface Life {
  order: Order;
  /** The outbox records of all services that are about it. */
  events: DomainEvent[];
  reservation?: Reservation & { heldAt?: string };
  charge?: ChargeHeader;
  transactions: Booked[];
  executions: { execution: Execution; history: ExecutionEvent[] }[];
  /** What the services did on account of its events. */
  consumed: Consumed[];
  messages: Aside[];
}

type Row = Record<string, unknown>;

/** Whose tables know of an order. */
const SERVICES = ['Orders', 'Inventory', 'Payments', 'Notifications', 'Telemetry'];

interface LifeOptions {
  /** Who finds a service's table; whoever reads often knows them already. */
  tableOf?: (service: string) => Promise<StageTable>;
  /** To look through the queues takes a second for each that is not empty, and hides what is on them meanwhile. */
  withMessages?: boolean;
}

/**
 * Reads one order's life where it stands: in the tables of three services, in the histories of its executions, and on
 * the queues that operators empty. For people alone; a service would ask the others.
 */
export async function readLife(
  sagas: StageSagas,
  id: string,
  {
    tableOf = (service) => StageTable.find(sagas.access.stage, service),
    withMessages = true,
  }: LifeOptions = {},
): Promise<Life> {
  const order = await sagas.order(id);
  const [ordersTable, inventory, payments, notifications, telemetry] = await Promise.all(
    SERVICES.map(tableOf),
  );
  const [own, reported, stock, money, refund, executions, messages] = await Promise.all([
    ordersTable!.partition(keyText('ORDER', id)),
    ordersTable!.partition(keyText('RESTATED', id)),
    inventory!.partition(keyText('ORDER', id)),
    payments!.partition(transactionKey(chargeId(id)).pk),
    payments!.partition(transactionKey(`refund:${id}`).pk),
    sagas.executions.all(order),
    withMessages ? messagesAbout(sagas, id) : [],
  ]);
  const charge = money.find(({ sk }) => sk === 'TX') as unknown as ChargeHeader | undefined;
  const events = [...own, ...reported, ...stock, ...money].flatMap(({ event }) =>
    event ? [event as DomainEvent] : [],
  );
  const [histories, consumed] = await Promise.all([
    Promise.all(
      executions.map(async (execution) => ({ execution, history: await sagas.history(execution) })),
    ),
    consumedOf({ inventory: inventory!, telemetry: telemetry!, notifications: notifications! }, events),
  ]);
  return {
    order,
    events,
    reservation: stock.find(({ sk }) => sk === 'RESERVATION') as unknown as Life['reservation'],
    charge,
    transactions: await Promise.all([money, refund].flatMap((rows) => booked(payments!, rows))),
    executions: histories,
    consumed,
    messages,
  };
}

/** A tombstone moved no money: it is no transaction. */
function booked(payments: StageTable, rows: Row[]): Promise<Booked>[] {
  const header = rows.find(({ sk }) => sk === 'TX') as (ChargeHeader & Transaction) | undefined;
  if (!header?.entryId) return [];
  const shop = rows.filter(({ sk }) => String(sk).startsWith('ENTRY#')) as unknown as Entry[];
  const key = customerEntryKey(header.customerId, header.entryId);
  return [payments.table.get<Entry>(key).then((own) => ({ header, entries: own ? [own, ...shop] : shop }))];
}

/** Dead letters and what could not be published are looked through too: they tell why something never happened. */
export async function messagesAbout({ sqs, access }: StageSagas, id: string): Promise<Aside[]> {
  const queues = (await waitingQueues(sqs, access)).filter(({ count }) => count > 0);
  const found = await Promise.all(
    queues.map(async ({ short, url, count }) =>
      (await peek(sqs, url, Math.min(count, 200)))
        .filter(({ Body = '' }) => Body.includes(id))
        .map((message) => ({ queue: short, at: new Date(sentAt(message)).toISOString() })),
    ),
  );
  return found.flat();
}
