import { gunzipSync } from 'node:zlib';
import { FilterLogEventsCommand, PutSubscriptionFilterCommand } from '@aws-sdk/client-cloudwatch-logs';
import { AddPermissionCommand, InvokeCommand } from '@aws-sdk/client-lambda';
import { type Lab, until } from '../lab.ts';
import { makeFunction, seenBy } from '../resources/functions.ts';
import type { Row } from '../row.ts';

const invoke = (lab: Lab, FunctionName: string, event: object) =>
  lab.clients.lambda.send(new InvokeCommand({ FunctionName, Payload: JSON.stringify(event) }));

/** What functions leave in their logs, and where it goes from there. */
export const logRows: Row[] = [
  {
    id: 'logs-lines',
    service: 'CloudWatch Logs',
    behaviour: 'the log of an invocation',
    documented: 'START, what the function said, END, REPORT, in the group /aws/lambda/<name>',
    source: 'lambda/latest/dg/monitoring-cloudwatchlogs.html',
    expected: ['START', 'SEEN', 'END', 'REPORT'],
    reliedOn: 'yes',
    see: async (lab) => {
      const name = await makeFunction(lab, 'echo');
      await invoke(lab, name, { order: 7 });
      const filter = new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` });
      return until('the report', async () => {
        const { events = [] } = await lab.clients.logs.send(filter).catch(() => ({ events: [] }));
        const words = events.flatMap(
          ({ message }) => message?.match(/\b(START|SEEN|END|REPORT)\b/)?.[0] ?? [],
        );
        return words.includes('REPORT') && words;
      });
    },
  },
  {
    id: 'logs-subscription',
    service: 'CloudWatch Logs',
    behaviour: 'a subscription filter with a plain term, to a function',
    documented: 'the function gets the lines that hold the term, gzipped in awslogs.data',
    source: 'AmazonCloudWatch/latest/logs/SubscriptionFilters.html',
    expected: { type: 'DATA_MESSAGE', wanted: 1, others: 0 },
    reliedOn: 'yes',
    see: async (lab) => {
      const [source, target] = await Promise.all([makeFunction(lab, 'echo'), makeFunction(lab, 'echo')]);
      const logGroupName = `/aws/lambda/${source}`;
      await invoke(lab, source, { warm: 'up' });
      await until('the log group', async () => (await seenBy(lab, source)).length > 0);
      await lab.clients.lambda.send(
        new AddPermissionCommand({
          FunctionName: target,
          StatementId: 'logs',
          Action: 'lambda:InvokeFunction',
          Principal: 'logs.amazonaws.com',
        }),
      );
      await lab.clients.logs.send(
        new PutSubscriptionFilterCommand({
          logGroupName,
          filterName: 'wanted',
          filterPattern: 'wanted',
          destinationArn: lab.arn('lambda', `function:${target}`),
        }),
      );
      await invoke(lab, source, { other: 1 });
      await invoke(lab, source, { wanted: 1 });
      const [event] = await until('the lines', async () => {
        const events = await seenBy<{ awslogs: { data: string } }>(lab, target);
        return events.length > 0 && events;
      });
      const { messageType, logEvents } = JSON.parse(
        gunzipSync(Buffer.from(event!.awslogs.data, 'base64')).toString(),
      ) as { messageType: string; logEvents: { message: string }[] };
      const wanted = logEvents.filter(({ message }) => message.includes('wanted')).length;
      return { type: messageType, wanted, others: logEvents.length - wanted };
    },
  },
];
