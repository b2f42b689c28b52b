import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { DataOf, EventOf, EventType } from '../../functions/contracts/events.ts';
import { keyText } from '../../functions/platform/key.ts';
import { announce } from '../../functions/platform/outbox.ts';
import { clientConfig } from './engine.ts';

const sns = new SNSClient(clientConfig());

/** An event as its service would send it. */
export function newEvent<T extends EventType>(
  type: T,
  subject: string,
  sequence: number,
  data: DataOf<T>,
): EventOf<T> {
  const write = announce({ type, pk: keyText('any'), subject, sequence, data });
  return ('put' in write ? write.put.event : undefined) as EventOf<T>;
}

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
