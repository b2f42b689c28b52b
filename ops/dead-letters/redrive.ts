import type { SQSClient } from '@aws-sdk/client-sqs';
import { counted } from '../../packages/command-line/counted.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import type { StageAccess } from '../stage/access.ts';
import { redriveDeadLetters } from './redrive-dead-letters.ts';
import { redriveFailedPublishing } from './redrive-failed-publishing.ts';
import { redriveUncounted } from './redrive-uncounted.ts';
import { measure, type QueueKind, type WaitingQueue } from './waiting-queues.ts';

/** What became of the messages of a queue. */
export interface Redriven {
  /** How many were taken up. */
  redriven: number;
  /** The same for people. */
  lines: string[];
}

/** Whether what waits on such a queue are messages that can be delivered once more. */
export const isRedrivable = (kind: QueueKind): boolean => kind !== 'parked orders' && kind !== 'overdue';

/**
 * Gives the messages of a queue to whom they were for, once more, each kind in its own way.
 *
 * @throws UserError when nothing on the queue can be delivered, or it fails still.
 */
export async function redriveQueue(
  sqs: SQSClient,
  access: StageAccess,
  queue: WaitingQueue,
): Promise<Redriven> {
  const { short, kind, count } = queue;
  if (!isRedrivable(kind))
    throw new UserError(
      `what waits on ${short} is no message to deliver but an order to settle`,
      kind === 'overdue'
        ? 'npm run saga -- explain <order> tells what became of it (docs/oncall.md)'
        : 'npm run saga -- redrive <order> undoes it once more (docs/oncall.md)',
    );
  if (count === 0) return { redriven: 0, lines: [`nothing waits on ${short}`] };
  if (kind === 'dead letters') {
    const moved = await redriveDeadLetters(sqs, queue);
    return { redriven: moved, lines: [`${counted(moved, 'message')} of ${short} went back to the consumer`] };
  }
  if (kind === 'uncounted metrics') {
    const batches = await redriveUncounted(sqs, access, queue);
    const what = counted(batches, 'batch', 'batches');
    return { redriven: batches, lines: [`${what} of ${short} went to the function that counts`] };
  }
  const { messages, events } = await redriveFailedPublishing(sqs, access, queue);
  const { count: left } = await measure(sqs, queue.url);
  const lines = [
    `${counted(messages, 'failure')} of ${short} taken up: ${counted(events, 'event')} went to the publisher again`,
    ...(left > 0 ? [`${left} wait there still: npm run dlq -- show ${short}`] : []),
  ];
  return { redriven: messages, lines };
}
