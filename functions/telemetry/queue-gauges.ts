import { GetQueueAttributesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { Measured } from './exposition.ts';
import type { GaugeSource } from './gauges.ts';
import type { QueueNoteRepository } from './queue-note-repository.ts';
import type { Queue } from './queues.ts';

interface QueueGaugesOptions {
  queues: readonly Queue[];
  /** The address of a queue up to its name. */
  urlPrefix: string;
  client: Pick<SQSClient, 'send'>;
  /** When each queue was first seen not empty. */
  notes: QueueNoteRepository;
  /** Now, in ms since 1970. */
  now?: () => number;
}

/** The queue of parked orders. */
const PARKED = 'orders-parked';

interface Depth {
  visible: number;
  inFlight: number;
  delayed: number;
}

/**
 * How many messages are on each queue, and for how long it has not been empty. SQS gives the age of the oldest message to
 * CloudWatch alone, and reading that takes permission for all metrics of the account. So a scrape notes the time when a queue
 * is first seen not empty, and deletes the note when it is seen empty. So the age is right to within one scrape interval.
 */
export const queueGauges = (options: QueueGaugesOptions): GaugeSource => ({
  name: 'queues',
  async read() {
    const since = await options.notes.read(options.queues.map(({ name }) => name));
    const read = await Promise.all(
      options.queues.map((queue) => gaugesOf(queue, since.get(queue.name), options)),
    );
    return read.flat();
  },
});

async function gaugesOf(
  { name, isOperatorQueue }: Queue,
  noted: number | undefined,
  { client, urlPrefix, notes, now = Date.now }: QueueGaugesOptions,
): Promise<Measured[]> {
  const { visible, inFlight, delayed } = await depthOf(client, `${urlPrefix}${name}`);
  const waits = isOperatorQueue ? visible + inFlight : visible;
  const at = now();
  if (waits === 0 && noted !== undefined) await notes.forget(name);
  if (waits > 0 && noted === undefined) await notes.note(name, at);
  const age = waits > 0 ? Math.max(0, at - (noted ?? at)) / 1000 : 0;
  const all = visible + inFlight + delayed;
  return [
    { name: 'queue_messages', labels: [name, 'visible'], value: visible },
    { name: 'queue_messages', labels: [name, 'in_flight'], value: inFlight },
    { name: 'queue_messages', labels: [name, 'delayed'], value: delayed },
    { name: 'queue_oldest_message_age_seconds', labels: [name], value: age },
    ...(isOperatorQueue ? [{ name: 'dead_letters', labels: [name], value: all }] : []),
    ...(name === PARKED ? [{ name: 'orders_parked', labels: [], value: all }] : []),
  ];
}

async function depthOf(client: Pick<SQSClient, 'send'>, QueueUrl: string): Promise<Depth> {
  const { Attributes = {} } = await client.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return {
    visible: Number(Attributes.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes.ApproximateNumberOfMessagesNotVisible ?? 0),
    delayed: Number(Attributes.ApproximateNumberOfMessagesDelayed ?? 0),
  };
}
