import type { DataOf, EventType } from '../contracts/events.ts';
import { announce } from '../kit/outbox.ts';
import { ConditionFailed, type Key, type Page, type Table, type Write } from '../kit/table.ts';
import type { KnownProduct, Order } from './order.ts';

const orderKey = (id: string): Key => ({ pk: `ORDER#${id}`, sk: 'ORDER' });
const productKey = (sku: string): Key => ({ pk: `PRODUCT#${sku}`, sk: 'PRODUCT' });

type Transition =
  | { status: 'CONFIRMED' }
  | { status: 'CANCELLED'; reason: { code: string; message: string } };

/** The orders table: orders, their outbox, and what orders knows of products. */
export class OrderRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  get(id: string): Promise<Order | undefined> {
    return this.#table.get<Order>(orderKey(id));
  }

  products(skus: string[]): Promise<KnownProduct[]> {
    return this.#table.getMany<KnownProduct>(skus.map(productKey));
  }

  /** A customer's orders, newest first, after the order with the id `after`. */
  list(customerId: string, limit: number, after?: string): Promise<Page<Order>> {
    return this.#table.query<Order>({
      index: 'ByCustomer',
      where: 'customerId = :customer',
      values: { ':customer': customerId },
      newestFirst: true,
      limit,
      after: after === undefined ? undefined : { ...orderKey(after), customerId, id: after },
    });
  }

  /** Writes a new order, its order.created event, and what else belongs to the moment, all or nothing. */
  place(order: Order, also: Write[]): Promise<void> {
    return this.#table.write([
      { label: 'order', put: { ...orderKey(order.id), ...order }, condition: 'attribute_not_exists(pk)' },
      announceOrder('order.created', order),
      ...also,
    ]);
  }

  /** Settles an order, with its event, if it is still as it was read. */
  settle(order: Order, to: Transition): Promise<void> {
    const next = { ...order, ...to, sequence: order.sequence + 1 };
    const reason = 'reason' in to ? to.reason : undefined;
    return this.#table.write([
      {
        label: 'order',
        update: orderKey(order.id),
        set: `SET #status = :next, #sequence = :sequence${reason ? ', reason = :reason' : ''} REMOVE attention`,
        condition: '#status = :was AND #sequence = :seen',
        names: { '#status': 'status', '#sequence': 'sequence' },
        values: {
          ':next': to.status,
          ':sequence': next.sequence,
          ':was': order.status,
          ':seen': order.sequence,
          ...(reason && { ':reason': reason }),
        },
      },
      to.status === 'CONFIRMED'
        ? announceOrder('order.confirmed', next)
        : announceOrder('order.cancelled', next, { reason: to.reason }),
    ]);
  }

  /** Says again what became of an order for good, once per question: `question` is the question's sequence. */
  async restate(id: string, outcome: DataOf<'order.restated'>['outcome'], question: number): Promise<void> {
    try {
      await this.#table.write([
        announce({
          type: 'order.restated',
          pk: `RESTATED#${id}`,
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

  /** Marks an order for people, whatever its state. */
  markForAttention(id: string): Promise<void> {
    return this.#table.write([
      {
        label: 'order',
        update: orderKey(id),
        set: 'SET attention = :yes',
        condition: 'attribute_exists(pk)',
        values: { ':yes': true },
      },
    ]);
  }
}

function announceOrder<T extends EventType>(type: T, order: Order, extra: object = {}): Write {
  const { id, customerId, items, total, sequence } = order;
  return announce({
    type,
    pk: orderKey(id).pk,
    subject: id,
    sequence,
    data: { orderId: id, customerId, items, total, ...extra } as DataOf<T>,
  });
}
