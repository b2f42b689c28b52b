import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { Resource } from 'sst';
import { stamp } from './note.ts';

export async function handler(event: { Records: { Sns: { Message: string } }[] }): Promise<void> {
  for (const { Sns } of event.Records) {
    await stamp(Sns.Message, 'topic');
    const Detail = JSON.stringify({ id: Sns.Message });
    const entry = { EventBusName: Resource.Bus.name, Source: 'relay', DetailType: 'note.told', Detail };
    await new EventBridgeClient().send(new PutEventsCommand({ Entries: [entry] }));
  }
}
