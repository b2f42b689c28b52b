import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientConfig, until } from './engine.ts';
import { STAGE } from './stage.ts';

const sqs = new SQSClient(clientConfig());

/** The address of a queue of the deployed stage, by its name without app and stage. */
export const queueUrl = async (short: string): Promise<string> =>
  (await sqs.send(new GetQueueUrlCommand({ QueueName: `shop-${STAGE}-${short}` }))).QueueUrl!;

/** Whether a consumer has handled everything on its queue. */
export async function isEmpty(short: string): Promise<boolean> {
  const { Attributes = {} } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: await queueUrl(short), AttributeNames: ['All'] }),
  );
  return (
    Attributes.ApproximateNumberOfMessages === '0' && Attributes.ApproximateNumberOfMessagesNotVisible === '0'
  );
}

/** Waits until a consumer has handled everything on its queue: a message that it died over comes again after 70 s. */
export const emptied = (short: string): Promise<true> =>
  until(() => isEmpty(short), { what: `${short} to be empty` }) as Promise<true>;
