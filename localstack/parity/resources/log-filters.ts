import { gunzipSync } from 'node:zlib';
import {
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  PutSubscriptionFilterCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { AddPermissionCommand } from '@aws-sdk/client-lambda';
import type { Lab } from '../lab.ts';
import { seenBy } from './functions.ts';

export interface SentLine {
  id: string;
  message: string;
}

/** What a destination gets, unpacked. */
export interface SentLines {
  messageType: string;
  logGroup: string;
  subscriptionFilters: string[];
  logEvents: SentLine[];
}

/** Has a function get the lines of a log group that match a pattern; CloudWatch Logs may invoke it. */
export async function subscribe(
  lab: Lab,
  logGroupName: string,
  target: string,
  { pattern, name = 'filter' }: { pattern: string; name?: string },
): Promise<void> {
  await lab.clients.lambda
    .send(
      new AddPermissionCommand({
        FunctionName: target,
        StatementId: 'logs',
        Action: 'lambda:InvokeFunction',
        Principal: 'logs.amazonaws.com',
      }),
    )
    .catch((error: Error) => {
      if (error.name !== 'ResourceConflictException') throw error;
    });
  await lab.clients.logs.send(
    new PutSubscriptionFilterCommand({
      logGroupName,
      filterName: name,
      filterPattern: pattern,
      destinationArn: lab.arn('lambda', `function:${target}`),
    }),
  );
}

/** A log group that nothing has written to. */
export async function makeLogGroup(lab: Lab, logGroupName = lab.name('group')): Promise<string> {
  const { logs } = lab.clients;
  await logs.send(new CreateLogGroupCommand({ logGroupName }));
  lab.later(() => logs.send(new DeleteLogGroupCommand({ logGroupName })).catch(() => {}));
  return logGroupName;
}

/** What a function got through subscription filters, one element an invocation. */
export async function sentTo(lab: Lab, target: string): Promise<SentLines[]> {
  const events = await seenBy<{ awslogs: { data: string } }>(lab, target);
  return events.map(({ awslogs }) => JSON.parse(gunzipSync(Buffer.from(awslogs.data, 'base64')).toString()));
}
