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

/** What SNS takes, message and attributes together (bytes): https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const MESSAGE_BYTES = 256 * 1024;

/** What the attribute `type` takes of them beside its value: its name and its data type. */
const ATTRIBUTE_BYTES = 'typeString'.length;

interface Located {
  /** Where Lambda goes on from when this record failed. */
  sequenceNumber: string;
  /** The record's key in the table, and the partition key for the aggregate: what shares it stays in order. */
  key: { pk: string; sk: string };
}

/** An event, with the text that is published. */
export interface Publishable extends Located {
  event: z.infer<typeof Outgoing> & { type: EventType };
  message: string;
}

/** A record that never can be published, whatever is tried again, and why. */
export interface Unpublishable extends Located {
  broken: string;
}

export type OutboxRecord = Publishable | Unpublishable;

/**
 * Reads one record of the table's stream. All that can be wrong with a record itself is found here, before anything is
 * sent: what fails after it is the topic's fault and passes.
 */
export function readOutboxRecord({ dynamodb }: DynamoDBRecord): OutboxRecord {
  const { Keys = {}, NewImage = {}, SequenceNumber = '' } = dynamodb ?? {};
  const located = {
    sequenceNumber: SequenceNumber,
    key: { pk: Keys.pk?.S ?? '', sk: Keys.sk?.S ?? '' },
  };
  try {
    const event = Outgoing.parse(unmarshall(NewImage as Record<string, AttributeValue>).event);
    return { ...located, event: event as Publishable['event'], message: messageOf(event) };
  } catch (thrown) {
    return { ...located, broken: reasonOf(thrown) };
  }
}

/** @throws TypeError for what JSON cannot say, RangeError for what SNS does not take. */
function messageOf(event: z.infer<typeof Outgoing>): string {
  const message = JSON.stringify(event, speakable);
  const bytes = Buffer.byteLength(message) + Buffer.byteLength(event.type) + ATTRIBUTE_BYTES;
  if (bytes > MESSAGE_BYTES) throw new RangeError(`The event has ${bytes} bytes, SNS takes ${MESSAGE_BYTES}`);
  return message;
}

/**
 * DynamoDB's numbers reach further than JavaScript's: what is beyond 2^53 would reach consumers as another number. It is
 * named by its field alone, since what it says may be personal.
 */
function speakable(field: string, value: unknown): unknown {
  if (typeof value === 'bigint')
    throw new TypeError(`${field}: The number is beyond 2^53, which JSON does not carry exactly`);
  if (value instanceof Set || ArrayBuffer.isView(value))
    throw new TypeError(`${field}: JSON has no sets and no bytes`);
  return value;
}

const reasonOf = (thrown: unknown): string =>
  thrown instanceof z.core.$ZodError
    ? thrown.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join(', ')
    : String((thrown as Error).message);
