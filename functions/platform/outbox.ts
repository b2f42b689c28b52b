import { type DataOf, EVENTS, type EventType } from '../contracts/events.ts';
import { newId } from './id.ts';
import { type KeyText, keyPrefix, keyText } from './key.ts';
import type { Write } from './table.ts';
import { currentTraceparent } from './tracing/current.ts';

/** The sort key of outbox records begins with this; the stream's filter looks for it. */
export const OUTBOX_PREFIX = keyPrefix('EVENT');

/** Outbox records are kept this long (seconds), as long as failure queues: what waits there can be published from them. */
const KEPT_SECONDS = 14 * 24 * 60 * 60;

interface Announcement<T extends EventType> {
  type: T;
  /** The partition key of the aggregate that changed. */
  pk: KeyText;
  /** The id of the aggregate. */
  subject: string;
  /** Rises by one with each event of this aggregate, and is kept with it. */
  sequence: number;
  data: DataOf<T>;
}

/**
 * The transactional outbox (Richardson, microservices.io): the write that records an event. It belongs into the
 * transaction of the change itself; the table's stream carries it out later, so there is no event without its
 * change and no change without its event. The service has to be declared with `publishes: true` in its stack.
 *
 * Two changes that take the same sequence meet at the record's condition: the later one fails as ConditionFailed
 * with the label `outbox`, reads again and takes the next.
 *
 * @throws ZodError when `data` does not fit the event's schema.
 * @example table.write([
 *   { label: 'user', put: { ...userKey(id), ...user, sequence: 1 }, condition: 'attribute_not_exists(pk)' },
 *   announce({ type: 'user.created', pk: userKey(id).pk, subject: id, sequence: 1, data: { userId: id, ... } }),
 * ]);
 */
export function announce<T extends EventType>({ type, pk, subject, sequence, data }: Announcement<T>): Write {
  const { source, dataschema, schema } = EVENTS[type];
  const event = schema.parse({
    specversion: '1.0',
    id: newId(),
    source: `/${source}`,
    type,
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    dataschema,
    sequence,
    traceparent: currentTraceparent(),
    data,
  });
  return {
    label: 'outbox',
    put: {
      pk,
      sk: keyText('EVENT', String(sequence).padStart(10, '0')),
      event,
      expiresAt: Math.floor(Date.now() / 1000) + KEPT_SECONDS,
    },
    condition: 'attribute_not_exists(pk)',
  };
}
