import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ListMessageMoveTasksCommand,
  SendMessageCommand,
  type SQSClient,
  SQSServiceException,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { UserError } from '../../packages/command-line/user-error.ts';
import { pause } from '../../packages/command-line/wait.ts';
import { receive } from './peek.ts';
import type { WaitingQueue } from './waiting-queues.ts';

const POLL_MS = 500;

/** How long a message that is being carried over is hidden from others (s). */
const HIDDEN_SECONDS = 60;

/**
 * Gives a consumer its dead letters once more: SQS moves them back to the queue that they came from, or, on an engine
 * that does not know how, they are carried over one by one. Consumers know events by their id, so that one that comes
 * twice does no harm.
 *
 * @returns how many messages went back.
 * @throws UserError when SQS does not move them.
 */
export async function redriveDeadLetters(sqs: SQSClient, dead: WaitingQueue): Promise<number> {
  const QueueName = dead.name.replace(/-dead$/, '');
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['QueueArn'] }),
  );
  try {
    await sqs.send(
      new StartMessageMoveTaskCommand({ SourceArn: dead.arn, DestinationArn: Attributes?.QueueArn }),
    );
  } catch (thrown) {
    if (isUnknownAction(thrown)) return carryOver(sqs, dead.url, QueueUrl!);
    if (!(thrown instanceof SQSServiceException)) throw thrown;
    throw new UserError(`SQS does not move the messages (${thrown.message})`, 'try again in a minute', {
      cause: thrown,
    });
  }
  return moved(sqs, dead.arn);
}

/** Engines answer in different ways that they do not have an action. */
function isUnknownAction(thrown: unknown): boolean {
  if (!(thrown instanceof SQSServiceException)) return false;
  return (
    thrown.$metadata.httpStatusCode === 501 ||
    /InvalidAction|UnknownOperation|NotImplemented/.test(thrown.name)
  );
}

/** Waits until the task that was started is over. */
async function moved(sqs: SQSClient, SourceArn: string): Promise<number> {
  for (;;) {
    const { Results = [] } = await sqs.send(new ListMessageMoveTasksCommand({ SourceArn, MaxResults: 1 }));
    const [task] = Results;
    if (task?.Status === 'COMPLETED') return Number(task.ApproximateNumberOfMessagesMoved ?? 0);
    if (task?.Status && task.Status !== 'RUNNING') {
      throw new UserError(
        `the messages were not all moved (${task.Status}: ${task.FailureReason ?? 'no reason given'})`,
        'redrive again',
      );
    }
    await pause(POLL_MS);
  }
}

/** Sends first and deletes then: a message may come twice, and none is lost. */
export async function carryOver(sqs: SQSClient, from: string, to: string): Promise<number> {
  for (let count = 0; ; ) {
    const messages = await receive(sqs, from, 10, HIDDEN_SECONDS);
    if (messages.length === 0) return count;
    for (const { Body, MessageAttributes, ReceiptHandle } of messages) {
      await sqs.send(new SendMessageCommand({ QueueUrl: to, MessageBody: Body, MessageAttributes }));
      await sqs.send(new DeleteMessageCommand({ QueueUrl: from, ReceiptHandle }));
      count += 1;
    }
  }
}
