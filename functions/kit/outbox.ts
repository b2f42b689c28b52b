import { EVENTS, type EventOf, type EventType } from '../contracts/events.ts';
import { newId } from './id.ts';
import type { Write } from './table.ts';

/** The sort key of outbox records begins with this; the stream's filter looks for it. */
export const OUTBOX_PREFIX = 'EVENT#';

/** Outbox records are kept this long (seconds), so that people can see what was said when. */
const KEPT_SECONDS = 7 * 24 * 60 * 60;

interface Announcement<T extends EventType> {
  type: T;
  /** The service that speaks, as in `orders`. */
  source: string;
  /** The partition key and the id of the aggregate that changed. */
  pk: string;
  subject: string;
  /** Rises by one with each event of this aggregate. */
  sequence: number;
  data: EventOf<T>['data'];
}

/**
 * The transactional outbox (Richardson, microservices.io): the write that records an event. It belongs into the
 * transaction of the change itself; the table's stream carries it out later, so there is no event without its
 * change and no change without its event.
 */
export function announce<T extends EventType>({
  type,
  source,
  pk,
  subject,
  sequence,
  data,
}: Announcement<T>): Write {
  const event = EVENTS[type].parse({
    specversion: '1.0',
    id: newId(),
    source: `/${source}`,
    type,
    subject,
    time: new Date().toISOString(),
    datacontenttype: 'application/json',
    sequence,
    data,
  });
  return {
    label: 'outbox',
    put: {
      pk,
      sk: `${OUTBOX_PREFIX}${String(sequence).padStart(6, '0')}`,
      event,
      expiresAt: Math.floor(Date.now() / 1000) + KEPT_SECONDS,
    },
    condition: 'attribute_not_exists(pk)',
  };
}
