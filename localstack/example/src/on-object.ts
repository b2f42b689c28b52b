import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import { Resource } from 'sst';
import { stamp } from './note.ts';

export async function handler(event: { Records: { s3: { object: { key: string } } }[] }): Promise<void> {
  for (const { s3 } of event.Records) {
    const id = s3.object.key.replace('notes/', '');
    await stamp(id, 'bucket');
    await new SNSClient().send(new PublishCommand({ TopicArn: Resource.Topic.arn, Message: id }));
  }
}
