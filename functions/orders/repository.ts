import type { DataOf } from '../contracts/events.ts';
import type { Stranded } from '../contracts/order-saga.ts';
import { keyText } from '../platform/key.ts';
import { announce } from '../platform/outbox.ts';
import { ConditionFailed, type Page, type Table, type Write } from '../platform/table.ts';
import type { Cancellation, Order, OrderStatus } from './order.ts';
import { announceOrder, customerStatus, orderKey, PARKED, pendingPartition } from './order-item.ts';

type Settlement =
  | { status: 'CONFIRMED'; confirmedAt: string }
  | { status: 'CANCELLED'; reason: { code: string; message: string } };

interface ListOptions {
  customerId: string;
  /** All of them unless told. */
  status?: OrderStatus;
  limit: number;
  /** The id of the order after which the page begins. */
  after?: string;
}

/** Orders and their events in the orders table: the only place that writes an order's row. */
export class OrderRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  get(id: string): Promise<Order | undefined> {
    return this.#table.get<Order>(orderKey(id));
  }

  /** A customer's orders, newest first. */
  list({ customerId, status, limit, after }: ListOptions): Promise<Page<Order>> {
    const [index, field, value] = status
      ? ['ByCustomerStatus', 'customerStatus', customerStatus(customerId, status)]
      : ['ByCustomer', 'customerId', customerId];
    return this.#table.query<Order>({
      index,
      where: `${field} = :value`,
      values: { ':value': value },
      newestFirst: true,
      limit,
      after: after === undefined ? undefined : { ...orderKey(after), [field!]: value, id: after },
    });
  }

  /** Writes a new order, its order.created event, and what else belongs to the moment, all or nothing. */
  place(order: Order, also: Write[]): Promise<void> {
    const { customerId, status } = order;
    return this.#table.write([
      {
        label: 'order',
        put: {
          ...orderKey(order.id),
          ...order,
          customerStatus: customerStatus(customerId, status),
          waits: pendingPartition(order.id),
          waitsSince: order.createdAt,
        },
        condition: 'attribute_not_exists(pk)',
      },
      announceOrder('order.created', order),
      ...also,
    ]);
  }

  /** Settles an order, with its event, if it is still as it was read. */
  settle(order: Order, to: Settlement): Promise<void> {
    const next = { ...order, ...to, sequence: order.sequence + 1 };
    const event =
      to.status === 'CONFIRMED'
        ? announceOrder('order.confirmed', next)
        : announceOrder('order.cancelled', next, { reason: to.reason });
    return this.#change(order, to, event);
  }

  /**
   * Notes that an order is to be cancelled, with the event that sees to it, if the order is still as it was read. A
   * confirmed order is PENDING again: nobody is told that it stands while it is being undone.
   *
   * @returns the order as it is then.
   */
  async beginCancellation(order: Order, cancellation: Cancellation): Promise<Order> {
    const to = { status: 'PENDING' as const, cancellation };
    const next = { ...order, ...to, sequence: order.sequence + 1 };
    const extra = { by: cancellation.by, confirmed: order.status === 'CONFIRMED' };
    await this.#change(order, to, announceOrder('order.cancelling', next, extra));
    return next;
  }

  /** Says again what became of an order for good, once per question: `question` is the question's sequence. */
  async reportOutcome(
    id: string,
    outcome: DataOf<'order.restated'>['outcome'],
    question: number,
  ): Promise<void> {
    try {
      await this.#table.write([
        announce({
          type: 'order.restated',
          pk: keyText('RESTATED', id),
          subject: `restated:${id}`,
          sequence: question,
          data: { orderId: id, outcome },
        }),
      ]);
    } catch (thrown) {
      // The question came again.
      if (!(thrown instanceof ConditionFailed)) throw thrown;
    }
  }

  /**
   * Parks an order for operators, if it is still as it was read. It is then PENDING, even if it was confirmed, since parts of
   * it may be undone. This is the only change without an event: the cancellation has one.
   *
   * @returns whether it is parked anew. An attempt whose answer was lost has parked it already, on account of as many redrives.
   */
  async park({ id, customerId, sequence, ...was }: Order, stranded: Stranded): Promise<boolean> {
    const redrives = was.redrives ?? 0;
    const isNew = !was.attention || was.parkedRedrives !== redrives;
    const unlessQuicker = isNew
      ? '(attribute_not_exists(attention) OR parkedRedrives <> :redrives)'
      : 'attribute_exists(attention) AND parkedRedrives = :redrives';
    await this.#table.write([
      {
        label: 'order',
        update: orderKey(id),
        set: 'SET #status = :pending, customerStatus = :listed, attention = :yes, stranded = :stranded, waits = :parked, waitsSince = :now, parkedRedrives = :redrives',
        condition: `#sequence = :seen AND ${unlessQuicker}`,
        names: { '#status': 'status', '#sequence': 'sequence' },
        values: {
          ':pending': 'PENDING',
          ':listed': customerStatus(customerId, 'PENDING'),
          ':yes': true,
          ':stranded': stranded,
          ':parked': PARKED,
          ':now': new Date().toISOString(),
          ':redrives': redrives,
          ':seen': sequence,
        },
      },
    ]);
    return isNew;
  }

  /**
   * Takes an order to look at: nobody else looks at it before `again` (RFC 3339) plus the age at which one is overdue.
   *
   * @returns whether it was there to be taken: it is still pending as it was read, and nobody was quicker.
   */
  take({ id, sequence, waitsSince }: Order, again: string): Promise<boolean> {
    return this.#unlessChanged({
      id,
      set: 'SET waitsSince = :again',
      condition: '#sequence = :seen AND attribute_not_exists(attention) AND waitsSince = :since',
      values: { ':again': again, ':seen': sequence, ':since': waitsSince },
    });
  }

  /**
   * Counts a redrive before its execution is started. From here on the order is not confirmed any more, by whatever
   * late attempt: who wrote first has won.
   *
   * @returns whether it is still pending as it was read, and nobody was quicker.
   */
  countRedrive({ id, sequence, attention, redrives = 0 }: Order, redrive: number): Promise<boolean> {
    return this.#unlessChanged({
      id,
      set: 'SET redrives = :next',
      condition: [
        '#sequence = :seen',
        `attribute_${attention ? '' : 'not_'}exists(attention)`,
        redrives === 0 ? 'attribute_not_exists(redrives)' : 'redrives = :was',
      ].join(' AND '),
      values: { ':next': redrive, ':seen': sequence, ...(redrives > 0 && { ':was': redrives }) },
    });
  }

  async #unlessChanged(update: {
    id: string;
    set: string;
    condition: string;
    values: Record<string, unknown>;
  }): Promise<boolean> {
    const { id, set, condition, values } = update;
    try {
      await this.#table.write([
        {
          label: 'order',
          update: orderKey(id),
          set,
          condition: `${condition} AND #status = :pending`,
          names: { '#sequence': 'sequence', '#status': 'status' },
          values: { ...values, ':pending': 'PENDING' },
        },
      ]);
      return true;
    } catch (thrown) {
      if (thrown instanceof ConditionFailed) return false;
      throw thrown;
    }
  }

  /**
   * Every change of an order has an event, and so a sequence of its own: of two that read the same order, one is refused.
   * Parking and redriving have none, so they are looked for by what they leave: an order that was parked or redriven
   * since is not confirmed, and one that was parked since stays parked.
   */
  #change(was: Order, to: Partial<Order> & Pick<Order, 'status'>, event: Write): Promise<void> {
    const { id, customerId, sequence, attention } = was;
    const waits = to.status === 'PENDING' && !attention;
    const fields = Object.entries({
      ...to,
      sequence: sequence + 1,
      customerStatus: customerStatus(customerId, to.status),
      ...(waits && { waits: pendingPartition(id), waitsSince: to.cancellation?.at }),
    });
    return this.#table.write([
      {
        label: 'order',
        update: orderKey(id),
        set: `SET ${fields.map(([name]) => `#${name} = :${name}`).join(', ')}${to.status === 'PENDING' ? '' : ' REMOVE attention, waits, waitsSince'}`,
        condition: `#sequence = :seen${conditionOf(to.status, attention)}`,
        names: Object.fromEntries(fields.map(([name]) => [`#${name}`, name])),
        values: {
          ':seen': sequence,
          ...Object.fromEntries(fields.map(([name, value]) => [`:${name}`, value])),
        },
      },
      event,
    ]);
  }
}

function conditionOf(status: OrderStatus, attention: boolean | undefined): string {
  if (status === 'CANCELLED') return '';
  if (status === 'CONFIRMED')
    return ' AND attribute_not_exists(attention) AND attribute_not_exists(redrives)';
  return attention ? ' AND attribute_exists(attention)' : ' AND attribute_not_exists(attention)';
}
