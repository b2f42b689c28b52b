import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { clientConfig } from './engine.ts';

const sns = new SNSClient(clientConfig());

/** Publishes an event to a service's topic, as often as told: what consumers do about it is what is tested. */
export async function publishEvent(
  TopicArn: string,
  event: { type: string },
  { times = 1 }: { times?: number } = {},
): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    await sns.send(
      new PublishCommand({
        TopicArn,
        Message: JSON.stringify(event),
        MessageAttributes: { type: { DataType: 'String', StringValue: event.type } },
      }),
    );
  }
}
