import { itemKey, type Key } from './key.ts';
import { ConditionFailed, type Write } from './table.ts';

/** Labels of the two writes below, by which a failed condition is told from another. */
const SEEN = 'seen';
const STALE = 'stale';

/** Event ids are remembered this long (seconds): longer than a queue and its dead-letter queue keep a message. */
const SEEN_SECONDS = 30 * 24 * 60 * 60;

/** Where an event is remembered. */
export const seenKey = (eventId: string): Key => itemKey(['EVENT', eventId], ['SEEN']);

/** When it was handled (ms since 1970), by what the record says about its own end; to the second. */
export const seenAt = (expiresAt: number): number => (expiresAt - SEEN_SECONDS) * 1000;

/**
 * The write that remembers an event by its id. It belongs into the transaction of what the event causes, which then
 * happens once, however often the event comes (the idempotent consumer: Richardson, microservices.io).
 *
 * @example
 * // the repository
 * countDemand(eventId: string) { return this.#table.write([firstTime(eventId), { update: ..., set: 'ADD ...' }]); }
 * // the consumer
 * consumer({ 'order.created': ({ id }) => unlessKnown(() => inventory.countDemand(id)) });
 */
export const firstTime = (eventId: string): Write => ({
  label: SEEN,
  put: { ...seenKey(eventId), expiresAt: Math.floor(Date.now() / 1000) + SEEN_SECONDS },
  condition: 'attribute_not_exists(pk)',
});

interface Projection {
  update: Key;
  sequence: number;
  /** What the copy is to hold; what is undefined is left as it is. */
  fields: Record<string, unknown>;
  /**
   * Which part of the subject the event tells about, when its events tell about several. An event about one part
   * must not make an older one about another part look old, so each part has a sequence of its own.
   */
  part?: string;
}

/**
 * The write that brings a copy of another service's data up to date, if the event is newer than what the copy was
 * made of. An event that comes again is not newer, so this needs no memory of ids, and no transaction.
 *
 * @example
 * table.writeOne(newer({ update: productKey(sku), sequence, fields: { sku, price, retired: false } }))
 */
export function newer({ update, sequence, fields, part = '' }: Projection): Write & { update: Key } {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return {
    label: STALE,
    update,
    set: `SET ${['#seen = :seen', ...given.map((_, index) => `#f${index} = :f${index}`)].join(', ')}`,
    condition: 'attribute_not_exists(#seen) OR #seen < :seen',
    names: {
      '#seen': sequenceField(part),
      ...Object.fromEntries(given.map(([name], index) => [`#f${index}`, name])),
    },
    values: {
      ':seen': sequence,
      ...Object.fromEntries(given.map(([, value], index) => [`:f${index}`, value])),
    },
  };
}

/** The attribute that holds the sequence of a copy's part. */
export const sequenceField = (part = ''): string => (part ? `${part}Sequence` : 'sequence');

/**
 * Runs what an event causes; that the event was handled before, or that a newer one was, is no failure.
 *
 * @returns whether it took effect now.
 * @throws whatever else the call throws.
 */
export async function unlessKnown(call: () => Promise<void>): Promise<boolean> {
  try {
    await call();
    return true;
  } catch (thrown) {
    if (thrown instanceof ConditionFailed && (thrown.failed.has(SEEN) || thrown.failed.has(STALE)))
      return false;
    throw thrown;
  }
}
