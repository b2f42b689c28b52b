import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { EVENTS, type EventType } from '../contracts/events.ts';

/**
 * What the publisher has to know of an event. Its data was checked when it was written; to check it again by today's
 * schema would refuse what was written before the deployment of a new version.
 */
const Outgoing = z.looseObject({
  id: z.string(),
  type: z.string().check(z.refine((type) => Object.hasOwn(EVENTS, type), 'Unknown event type')),
  subject: z.string(),
  traceparent: z.string(),
});

export interface OutboxRecord {
  /** Where Lambda goes on from when this record failed. */
  sequenceNumber: string;
  /** The record's key in the table, and the partition key for the aggregate: what shares it stays in order. */
  key: { pk: string; sk: string };
  /** The event, or undefined for a record that never can be published, whose fault `broken` tells. */
  event?: z.infer<typeof Outgoing> & { type: EventType };
  broken?: string;
}

/** Reads one record of the table's stream. */
export function readOutboxRecord({ dynamodb }: DynamoDBRecord): OutboxRecord {
  const { Keys = {}, NewImage = {}, SequenceNumber = '' } = dynamodb ?? {};
  const key = unmarshall(Keys as Record<string, AttributeValue>) as OutboxRecord['key'];
  const { event } = unmarshall(NewImage as Record<string, AttributeValue>);
  const result = Outgoing.safeParse(event);
  return {
    sequenceNumber: SequenceNumber,
    key,
    ...(result.success
      ? { event: result.data as OutboxRecord['event'] }
      : {
          broken: result.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(', '),
        }),
  };
}
