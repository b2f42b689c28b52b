import type { EventOf } from '../contracts/events.ts';
import { firstTime } from '../platform/inbox.ts';
import { itemKey } from '../platform/key.ts';
import { shardOf } from '../platform/shards.ts';
import { ConditionFailed, type Table, type Write } from '../platform/table.ts';
import { Deltas } from './deltas.ts';
import { addition } from './series-table.ts';

/** Label of the write that remembers that an order was confirmed. */
const CONFIRMED = 'confirmed';

/** How long it is remembered that an order was confirmed (seconds), since it may be cancelled later. */
const REMEMBERED_SECONDS = 365 * 24 * 60 * 60;

/** When an order was placed, in ms since 1970: its id, a UUIDv7, begins with it (RFC 9562, 5.7). */
const placedAt = (orderId: string): number => Number.parseInt(orderId.replaceAll('-', '').slice(0, 12), 16);

/** Counters of orders, charges and refunds, by their events: each event counts once, however often and in whatever order it comes. */
export class DomainCounterRepository {
  readonly #table: Table;

  constructor(table: Table) {
    this.#table = table;
  }

  /** @throws ConditionFailed when the event was counted before (see unlessKnown); so do the methods below. */
  placed({ id }: EventOf<'order.created'>): Promise<void> {
    const deltas = new Deltas();
    deltas.count('orders_total', ['placed'], 1);
    return this.#add(id, deltas);
  }

  confirmed({ id, time, data: { orderId } }: EventOf<'order.confirmed'>): Promise<void> {
    const deltas = new Deltas();
    deltas.count('orders_total', ['confirmed'], 1);
    settled(deltas, { outcome: 'confirmed', orderId, time });
    return this.#add(id, deltas, [this.#wasConfirmed(orderId)]);
  }

  /**
   * An order that is cancelled after its confirmation counts as both; its saga has ended with the confirmation, and is not
   * measured again.
   */
  async cancelled({ id, time, data: { orderId, reason } }: EventOf<'order.cancelled'>): Promise<void> {
    const deltas = (ofSaga: boolean) => {
      const all = new Deltas();
      all.count('orders_total', ['cancelled'], 1);
      all.count('orders_cancelled_total', [reason.code], 1);
      if (ofSaga) settled(all, { outcome: 'compensated', orderId, time });
      return all;
    };
    const { pk, sk } = this.#confirmation(orderId);
    try {
      const check: Write = { label: CONFIRMED, check: { pk, sk }, condition: 'attribute_not_exists(pk)' };
      await this.#add(id, deltas(true), [check]);
    } catch (thrown) {
      if (!(thrown instanceof ConditionFailed && thrown.failed.has(CONFIRMED))) throw thrown;
      await this.#add(id, deltas(false));
    }
  }

  charged({ id, data: { money } }: EventOf<'payment.charged'>): Promise<void> {
    const deltas = new Deltas();
    deltas.count('charges_total', [money.currency], 1);
    deltas.count('revenue_minor_units_total', [money.currency], money.amount);
    return this.#add(id, deltas);
  }

  refunded({ id, data: { money } }: EventOf<'payment.refunded'>): Promise<void> {
    const deltas = new Deltas();
    deltas.count('refunds_total', [money.currency], 1);
    deltas.count('refunded_minor_units_total', [money.currency], money.amount);
    return this.#add(id, deltas);
  }

  #add(eventId: string, deltas: Deltas, more: Write[] = []): Promise<void> {
    const shard = shardOf(eventId);
    return this.#table.write([
      firstTime(eventId),
      ...more,
      ...[...deltas].map((delta) => addition(delta, shard)),
    ]);
  }

  #confirmation(orderId: string) {
    return itemKey(['ORDER', orderId], ['CONFIRMED']);
  }

  #wasConfirmed(orderId: string): Write {
    const expiresAt = Math.floor(Date.now() / 1000) + REMEMBERED_SECONDS;
    return { put: { ...this.#confirmation(orderId), expiresAt } };
  }
}

interface Settlement {
  outcome: 'confirmed' | 'compensated';
  orderId: string;
  time: string;
}

function settled(deltas: Deltas, { outcome, orderId, time }: Settlement): void {
  deltas.count('sagas_total', [outcome], 1);
  const seconds = (Date.parse(time) - placedAt(orderId)) / 1000;
  deltas.observe('saga_duration_seconds', [outcome], Math.max(0, seconds));
}
