import { GetQueueAttributesCommand, ListQueuesCommand, type SQSClient } from '@aws-sdk/client-sqs';
import { UserError } from '../../packages/command-line/user-error.ts';
import type { StageAccess } from '../stage/access.ts';
import { services, shortName } from '../stage/services.ts';

/** The kinds of operator queues, by what waits on them. */
export type QueueKind =
  | 'dead letters'
  | 'failed publishing'
  | 'parked orders'
  | 'overdue'
  | 'uncounted metrics';

/** A queue on which things wait for an operator. */
export interface WaitingQueue {
  /** `<service>-<what>`, as in orders-start-saga-dead. */
  short: string;
  name: string;
  url: string;
  arn: string;
  kind: QueueKind;
  /** About how many messages there are (SQS does not count exactly). */
  count: number;
}

/** By the endings that stacks/service gives such queues. */
const KINDS: readonly (readonly [ending: string, kind: QueueKind])[] = [
  ['-dead', 'dead letters'],
  ['-publish-outbox-failed', 'failed publishing'],
  ['-count-metrics-failed', 'uncounted metrics'],
  ['-parked', 'parked orders'],
  ['-overdue-reservations', 'overdue'],
];

/** What a queue's messages are; undefined for a queue that is a consumer's own. */
export const kindOfQueue = (short: string): QueueKind | undefined =>
  KINDS.find(([ending]) => short.endsWith(ending))?.[1];

/** A queue of a stage: one that a consumer empties by itself has no kind. */
export type StageQueue = Omit<WaitingQueue, 'kind'> & {
  kind?: QueueKind;
  /** Of its messages, about how many somebody works on now, and how many are not to be seen yet. */
  inFlight: number;
  delayed: number;
};

/**
 * Every queue of a stage, by name.
 *
 * @throws UserError when there is none, which means that the stage is not deployed.
 */
export async function stageQueues(sqs: SQSClient, access: StageAccess): Promise<StageQueue[]> {
  return measured(sqs, await named(sqs, access));
}

/**
 * Every queue of a stage on which things wait for an operator, by name.
 *
 * @throws UserError when there is none, which means that the stage is not deployed.
 */
export async function waitingQueues(sqs: SQSClient, access: StageAccess): Promise<WaitingQueue[]> {
  return measured(
    sqs,
    (await named(sqs, access)).flatMap(({ kind, ...queue }) => (kind ? [{ ...queue, kind }] : [])),
  );
}

type Unmeasured = Pick<WaitingQueue, 'short' | 'name' | 'url'> & { kind?: QueueKind };

async function named(sqs: SQSClient, { stage, prefix }: StageAccess): Promise<Unmeasured[]> {
  const urls: string[] = [];
  let NextToken: string | undefined;
  do {
    const page = await sqs.send(
      new ListQueuesCommand({ QueueNamePrefix: prefix, MaxResults: 1000, NextToken }),
    );
    urls.push(...(page.QueueUrls ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  const known = services();
  const found = urls.flatMap((url) => {
    const name = url.slice(url.lastIndexOf('/') + 1);
    const short = shortName(name, prefix, known);
    const kind = short === undefined ? undefined : kindOfQueue(short);
    return short === undefined ? [] : [{ url, name, short, ...(kind && { kind }) }];
  });
  if (!found.some(({ kind }) => kind))
    throw new UserError(`nothing is deployed to stage ${stage}`, 'name another with --stage');
  return found.sort((a, b) => a.short.localeCompare(b.short));
}

const measured = <Q extends Unmeasured>(sqs: SQSClient, queues: Q[]) =>
  Promise.all(queues.map(async (queue) => ({ ...queue, ...(await measure(sqs, queue.url)) })));

/** A queue's ARN, and about how many messages are on it, those included that somebody looks at. */
export async function measure(
  sqs: SQSClient,
  QueueUrl: string,
): Promise<Pick<StageQueue, 'arn' | 'count' | 'inFlight' | 'delayed'>> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl,
      AttributeNames: [
        'QueueArn',
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  const [visible, inFlight, delayed] = [
    Attributes.ApproximateNumberOfMessages,
    Attributes.ApproximateNumberOfMessagesNotVisible,
    Attributes.ApproximateNumberOfMessagesDelayed,
  ].map((text) => Number(text ?? 0)) as [number, number, number];
  return { arn: Attributes.QueueArn ?? '', count: visible + inFlight, inFlight, delayed };
}

/**
 * The queue that a person means: its short or full name, or either without its ending.
 *
 * @throws UserError when it is none or more than one, with the names that there are.
 */
export function pickQueue<Q extends Pick<WaitingQueue, 'short' | 'name'>>(queues: Q[], wanted: string): Q {
  const exact = queues.filter(({ short, name }) => wanted === short || wanted === name);
  const within = queues.filter(({ short }) => `-${short}-`.includes(`-${wanted}-`));
  const matches = exact.length > 0 ? exact : within;
  if (matches.length === 1) return matches[0]!;
  const names = (matches.length > 1 ? matches : queues).map(({ short }) => short).join(', ');
  const what = matches.length > 1 ? `"${wanted}" is more than one queue` : `there is no queue "${wanted}"`;
  throw new UserError(what, `name one of ${names}`);
}
