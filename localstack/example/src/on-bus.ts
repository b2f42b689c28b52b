import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { Resource } from 'sst';
import { stamp } from './note.ts';

export async function handler(event: { detail: { id: string } }): Promise<void> {
  await stamp(event.detail.id, 'bus');
  const input = JSON.stringify(event.detail);
  await new SFNClient().send(new StartExecutionCommand({ stateMachineArn: Resource.Flow.arn, input }));
}
