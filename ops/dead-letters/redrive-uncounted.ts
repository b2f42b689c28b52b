import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { DeleteMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { UserError } from '../../packages/command-line/user-error.ts';
import type { StageAccess } from '../stage/access.ts';
import { putBack, receiveAll } from './peek.ts';
import type { WaitingQueue } from './waiting-queues.ts';

/** How long a message whose batch is being counted is hidden from others (s). */
const HIDDEN_SECONDS = 120;

/**
 * What Lambda says about an asynchronous invocation that it gave up on, with what the function was to get
 * (Lambda Developer Guide, "Invocation record").
 */
const GivenUp = z.object({ requestPayload: z.object({ awslogs: z.object({ data: z.string() }) }) });

/**
 * Has batches of the log counted that could not be. Lines that were counted before are not counted again: their claims are kept
 * for longer than this queue keeps its messages.
 *
 * @returns how many batches.
 * @throws UserError when one cannot be counted still; its message stays, and those behind it.
 */
export async function redriveUncounted(
  sqs: Pick<SQSClient, 'send'>,
  { config, prefix }: Pick<StageAccess, 'config' | 'prefix'>,
  queue: Pick<WaitingQueue, 'url' | 'short' | 'count'>,
  lambda: Pick<LambdaClient, 'send'> = new LambdaClient(config),
): Promise<number> {
  const FunctionName = `${prefix}${queue.short.replace(/-failed$/, '')}`;
  const messages = await receiveAll(sqs, queue, HIDDEN_SECONDS);
  let done = 0;
  try {
    for (const { Body = '', ReceiptHandle } of messages) {
      const { FunctionError } = await lambda.send(
        new InvokeCommand({ FunctionName, Payload: JSON.stringify(payloadOf(Body)) }),
      );
      if (FunctionError)
        throw new UserError(
          `${FunctionName} could still not count (${FunctionError})`,
          'look into its log, mend the cause, and redrive again: nothing was removed',
        );
      await sqs.send(new DeleteMessageCommand({ QueueUrl: queue.url, ReceiptHandle }));
      done += 1;
    }
  } finally {
    await putBack(sqs, queue.url, messages.slice(done));
  }
  return done;
}

function payloadOf(body: string): unknown {
  try {
    return GivenUp.parse(JSON.parse(body)).requestPayload;
  } catch (cause) {
    throw new UserError(
      'a message is no batch that could not be counted',
      'look at it with npm run dlq -- show, and remove it',
      { cause },
    );
  }
}
