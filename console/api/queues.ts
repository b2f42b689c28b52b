import type { Message } from '@aws-sdk/client-sqs';
import { z } from 'zod';
import { peek, sentAt } from '../../ops/dead-letters/peek.ts';
import { isRedrivable, redriveQueue } from '../../ops/dead-letters/redrive.ts';
import { type QueueKind, type StageQueue, stageQueues } from '../../ops/dead-letters/waiting-queues.ts';
import { orderNamedIn, type Why, whyFailed } from '../../ops/dead-letters/why-failed.ts';
import { StageLogs } from '../../ops/logs/stage-logs.ts';
import { counted } from '../../packages/command-line/counted.ts';
import { act, Gone, read } from './endpoint.ts';
import type { Stage } from './stage.ts';

/** What SQS gives in one go: the oldest are among them, where a queue is short. */
const OLDEST_OF = 10;

/** A queue as a list shows it. */
export interface QueueRow {
  short: string;
  /** What waits on it for an operator; undefined for a consumer's own queue. */
  kind?: QueueKind;
  count: number;
  inFlight: number;
  delayed: number;
  isRedrivable: boolean;
}

/** A message that was looked at. */
export interface QueueMessage {
  id: string;
  sentAt: string;
  receives: number;
  /** Its body as JSON, or as it is. */
  body: unknown;
  attributes: Record<string, string>;
  why?: Why;
  /** The order that it names. */
  orderId?: string;
}

const Name = z.object({ queue: z.string().min(1).max(80) });

/** All queues of the stage and how much is on them. Asking for that touches no message. */
export const queues = read({
  input: z.object({}),
  run: async (stage): Promise<QueueRow[]> => (await stageQueues(stage.sqs, stage.access)).map(rowOf),
});

/**
 * How old the oldest message is, by operator queue (RFC 3339). It has to be looked at for that, so it is asked for once, and a
 * consumer's own queue is left alone: a look would count as a try.
 */
export const queueAges = read({
  input: z.object({}),
  run: async (stage): Promise<Record<string, string>> => {
    const waiting = (await stageQueues(stage.sqs, stage.access)).filter(
      ({ kind, count }) => kind && count > 0,
    );
    const found = await Promise.all(
      waiting.map(async ({ short, url }) => {
        const [oldest] = await peek(stage.sqs, url, OLDEST_OF);
        return oldest ? [[short, timeOf(oldest)] as const] : [];
      }),
    );
    return Object.fromEntries(found.flat());
  },
});

/** One queue. @throws Gone when there is none of the name. */
export const queue = read({
  input: Name,
  run: async (stage, { queue: short }): Promise<QueueRow> => rowOf(await queueOf(stage, short)),
});

/** Looks at the messages of an operator queue: for a moment nobody else sees them, and none is removed. */
export const queueMessages = read({
  input: Name.extend({ limit: z.coerce.number().int().min(1).max(200).default(10) }),
  run: async (stage, { queue: short, limit }): Promise<QueueMessage[]> => {
    const { kind, url } = await queueOf(stage, short);
    if (!kind) throw new Gone(`${short} is a consumer's own queue: a look would count as a try`);
    const messages = await peek(stage.sqs, url, limit);
    if (messages.length === 0) return [];
    const why = await whyFailed(await StageLogs.open(stage.access), { short }, messages);
    return messages.map((message) => messageOf(message, why.get(message.MessageId!)));
  },
});

/** Gives what waits on a queue to whom it was for, once more, as `npm run dlq -- redrive` does. */
export const redriveMessages = act({
  input: Name,
  says: async (stage, { queue: short }) => {
    const { count, kind } = await queueOf(stage, short);
    const what = `${counted(count, 'message')} of ${short}`;
    if (kind === 'dead letters')
      return `${what} will go back to the consumer's queue. It is given each up to five times more; what fails still comes back here.`;
    if (kind === 'failed publishing')
      return `What ${what} tell of will be published once more, and the messages are removed as that succeeds.`;
    return `${what} will be given to the function that gave up on them, and are removed as that succeeds.`;
  },
  run: async (stage, { queue: short }) => {
    const { kind, ...found } = await queueOf(stage, short);
    if (!kind) throw new Gone(`nothing waits on ${short} for a redrive: its consumer empties it by itself`);
    return redriveQueue(stage.sqs, stage.access, { ...found, kind });
  },
});

async function queueOf(stage: Stage, short: string): Promise<StageQueue> {
  const found = (await stageQueues(stage.sqs, stage.access)).find((one) => one.short === short);
  if (found) return found;
  throw new Gone(`stage ${stage.name} has no queue ${short}`);
}

const rowOf = ({ short, kind, count, inFlight, delayed }: StageQueue): QueueRow => ({
  short,
  ...(kind && { kind }),
  count,
  inFlight,
  delayed,
  isRedrivable: kind !== undefined && isRedrivable(kind),
});

const timeOf = (message: Message): string => new Date(sentAt(message)).toISOString();

function messageOf(message: Message, why: Why | undefined): QueueMessage {
  const { MessageId = '', Body = '', Attributes = {}, MessageAttributes = {} } = message;
  const orderId = orderNamedIn(Body);
  return {
    id: MessageId,
    sentAt: timeOf(message),
    receives: Number(Attributes.ApproximateReceiveCount ?? 0),
    body: jsonOrText(Body),
    attributes: {
      ...Attributes,
      ...Object.fromEntries(
        Object.entries(MessageAttributes).map(([name, { DataType, StringValue }]) => [
          name,
          StringValue ?? `${DataType}`,
        ]),
      ),
    },
    ...(why && { why }),
    ...(orderId !== undefined && { orderId }),
  };
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
