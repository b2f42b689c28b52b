import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { PutFunctionEventInvokeConfigCommand } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { until } from '../../support/engine.ts';
import { ACCOUNT } from '../lab.ts';
import type { Row } from '../row.ts';

/** Invocations whose caller does not wait. */
export const asynchronousRows: Row[] = [
  {
    behaviour: 'invocation type Event',
    documented: 'status 202, the function runs later',
    source: 'asynchronous',
    expected: { status: 202, ran: true },
    see: async (lab) => {
      const name = await lab.function('logs.raw', { fresh: true });
      const { status } = await lab.invoke(name, {}, { InvocationType: 'Event', LogType: 'None' });
      const logs = new CloudWatchLogsClient(lab.config());
      const filter = new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${name}` });
      const ran = await until(
        async () => (await logs.send(filter)).events?.some(({ message }) => message?.startsWith('straight')),
        { what: 'the function to have run' },
      );
      return { status, ran };
    },
  },
  {
    behaviour: 'asynchronous invocation that fails, with one retry',
    documented: 'is repeated, then the failure destination gets the event and the error',
    source: 'asynchronous',
    expected: { condition: 'RetriesExhausted', times: 2, event: { order: 7 }, type: 'OutOfStock' },
    see: async (lab) => {
      const name = await lab.function('errors.named', { fresh: true });
      const sqs = new SQSClient(lab.config());
      const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: `${name}-failed` }));
      await lab.lambda.send(
        new PutFunctionEventInvokeConfigCommand({
          FunctionName: name,
          MaximumRetryAttempts: 1,
          DestinationConfig: {
            OnFailure: { Destination: `arn:aws:sqs:us-east-1:${ACCOUNT}:${name}-failed` },
          },
        }),
      );
      await lab.invoke(name, { order: 7 }, { InvocationType: 'Event', LogType: 'None' });
      const message = await until(
        async () =>
          (await sqs.send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 1 }))).Messages?.[0],
        { what: 'the failed event' },
      );
      const { requestContext, requestPayload, responsePayload } = JSON.parse(message.Body ?? '');
      return {
        condition: requestContext.condition,
        times: requestContext.approximateInvokeCount,
        event: requestPayload,
        type: responsePayload.errorType,
      };
    },
  },
];
