import { DeleteMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { SetAside } from '../../functions/contracts/set-aside.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import type { StageAccess } from '../stage/access.ts';
import { Outbox } from './outbox-records.ts';
import { putBack, receiveAll } from './peek.ts';
import type { WaitingQueue } from './waiting-queues.ts';

/** How long a message whose events are being published is hidden from others (s). */
const HIDDEN_SECONDS = 120;

/**
 * How much further back than the failure says (ms): an event is older than its arrival in the stream, and engines
 * give the time of the last attempt for that of the first.
 */
const MARGIN_MS = 15 * 60 * 1000;

/** What Lambda says about a batch of a stream that it gave up on: where it was in the stream, not what was in it. */
export const GivenUp = z.object({
  DDBStreamBatchInfo: z.object({
    approximateArrivalOfFirstRecord: z.string(),
    approximateArrivalOfLastRecord: z.string(),
    batchSize: z.number(),
  }),
});

/** A message of a failure queue: a batch that Lambda gave up on, or one record that the publisher set aside. */
export type Failure =
  | { kind: 'batch'; from: number; to: number }
  | { kind: 'record'; key: { pk: string; sk: string } };

/** @throws UserError when it is neither. */
export function readFailure(body: string): Failure {
  const content = parseJson(body);
  const aside = SetAside.safeParse(content);
  if (aside.success) return { kind: 'record', key: aside.data.setAside };
  const batch = GivenUp.safeParse(content);
  if (!batch.success)
    throw new UserError(
      'a message is no failure to publish',
      'look at it with npm run dlq -- show, and remove it',
    );
  const { approximateArrivalOfFirstRecord: first, approximateArrivalOfLastRecord: last } =
    batch.data.DDBStreamBatchInfo;
  return { kind: 'batch', from: timeOf(first) - MARGIN_MS, to: timeOf(last) + MARGIN_MS };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Some engines end a time with an offset and a Z. */
function timeOf(text: string): number {
  const time = Date.parse(text.replace(/(\+00:00)Z$/, '$1'));
  if (Number.isNaN(time)) throw new UserError(`"${text}" is no time`, 'look at it with npm run dlq -- show');
  return time;
}

/** What was handed to the publisher once more. */
export interface Republished {
  messages: number;
  events: number;
}

/**
 * Publishes what a service could not publish, from its outbox, where records stay as long as failures do. A batch is
 * known by its time only, so others of that time are published again too: consumers know events by their id.
 * A record that still cannot be published is set aside again.
 *
 * @throws UserError when publishing fails, or nothing is left to publish; the message stays then.
 */
export async function redriveFailedPublishing(
  sqs: SQSClient,
  access: StageAccess,
  queue: WaitingQueue,
): Promise<Republished> {
  const outbox = new Outbox(access, queue.short.replace(/-publish-outbox-failed$/, ''));
  const failures = await receiveAll(sqs, queue, HIDDEN_SECONDS);
  const done: Republished = { messages: 0, events: 0 };
  try {
    for (const { Body = '', ReceiptHandle } of failures) {
      done.events += await republish(outbox, readFailure(Body));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
      done.messages += 1;
    }
  } finally {
    await putBack(sqs, queue.url, failures.slice(done.messages));
  }
  return done;
}

/** @returns how many events were published; none when a person has removed the record that was set aside. */
async function republish(outbox: Outbox, failure: Failure): Promise<number> {
  if (failure.kind === 'record') {
    const item = await outbox.record(failure.key);
    await outbox.publish(item ? [item] : []);
    return item ? 1 : 0;
  }
  const items = await outbox.between(failure.from, failure.to);
  if (items.length === 0)
    throw new UserError('the outbox no longer holds what could not be published', 'records stay for 14 days');
  await outbox.publish(items);
  return items.length;
}
