import {
  ChangeMessageVisibilityCommand,
  GetQueueAttributesCommand,
  SendMessageCommand,
  StartMessageMoveTaskCommand,
} from '@aws-sdk/client-sqs';
import { pause } from '@serverless-orders/command-line/wait';
import { type Lab, until } from '../lab.ts';
import { makeQueue, type Queue, receive } from '../resources/data.ts';
import { makeFunction, map, seenBy } from '../resources/functions.ts';
import type { Row } from '../row.ts';

const service = 'SQS';

const send = (lab: Lab, queue: Queue, MessageBody: string) =>
  lab.clients.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody }));

/** A queue with a maximum receive count, and its dead-letter queue. */
async function withDeadLetters(lab: Lab, maxReceiveCount: number, VisibilityTimeout = '1') {
  const dead = await makeQueue(lab);
  const queue = await makeQueue(lab, {
    VisibilityTimeout,
    RedrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.arn, maxReceiveCount }),
  });
  return { queue, dead };
}

/** Delays, failures and redelivery. */
export const sqsRows: Row[] = [
  {
    id: 'sqs-partial-batch',
    service,
    behaviour: 'a consumer that names one message of three as failed, maxReceiveCount 2',
    documented: 'that one comes again, then waits on the dead-letter queue; the others do not come again',
    source: 'lambda/latest/dg/services-sqs-errorhandling.html',
    expected: { dead: 'bad', tries: 2, good: 2, receives: true },
    reliedOn: 'yes',
    see: async (lab) => {
      const { queue, dead } = await withDeadLetters(lab, 2);
      const name = await makeFunction(lab, 'readEach', { Timeout: 1 });
      for (const body of ['good', 'bad', 'good']) await send(lab, queue, body);
      await map(lab, name, queue.arn, { BatchSize: 10, FunctionResponseTypes: ['ReportBatchItemFailures'] });
      const message = await until('the dead letter', async () => (await receive(lab, dead))[0]);
      const seen = (await seenBy<string[]>(lab, name)).flat();
      return {
        dead: message.Body,
        tries: seen.filter((body) => body === 'bad').length,
        good: seen.filter((body) => body === 'good').length,
        receives: Number(message.Attributes?.ApproximateReceiveCount) >= 2,
      };
    },
  },
  {
    id: 'sqs-redrive',
    service,
    behaviour: 'StartMessageMoveTask from a dead-letter queue',
    documented: 'puts its messages back on the queue that they came from',
    source: 'AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html',
    expected: { back: 'lost', left: '0' },
    reliedOn: 'yes',
    see: async (lab) => {
      const { queue, dead } = await withDeadLetters(lab, 1, '0');
      await send(lab, queue, 'lost');
      await until('the dead letter', async () => {
        await receive(lab, queue);
        return (await waiting(lab, dead)) === '1';
      });
      await lab.clients.sqs.send(new StartMessageMoveTaskCommand({ SourceArn: dead.arn }));
      const [message] = await until('it to be back', async () => {
        const messages = await receive(lab, queue);
        return messages.length > 0 && messages;
      });
      return { back: message?.Body, left: await waiting(lab, dead) };
    },
  },
  {
    id: 'sqs-visibility',
    service,
    behaviour: 'a message that is received and not deleted',
    documented:
      'is hidden until its visibility timeout is over, or set to 0, and counted when it comes again',
    source: 'AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html',
    expected: { hidden: true, again: '2', atOnce: '3' },
    reliedOn: 'yes',
    see: async (lab) => {
      const queue = await makeQueue(lab, { VisibilityTimeout: '3' });
      await send(lab, queue, 'once');
      await receive(lab, queue);
      const hidden = (await receive(lab, queue)).length === 0;
      const [again] = await until('the message again', async () => {
        const messages = await receive(lab, queue);
        return messages.length > 0 && messages;
      });
      const { ReceiptHandle, Attributes } = again!;
      await lab.clients.sqs.send(
        new ChangeMessageVisibilityCommand({ QueueUrl: queue.url, ReceiptHandle, VisibilityTimeout: 0 }),
      );
      const [atOnce] = await receive(lab, queue);
      return {
        hidden,
        again: Attributes?.ApproximateReceiveCount,
        atOnce: atOnce?.Attributes?.ApproximateReceiveCount,
      };
    },
  },
  {
    id: 'sqs-attributes',
    service,
    behaviour: 'message attributes and the trace header',
    documented: 'come with the message; the trace header is a system attribute',
    source: 'AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html',
    expected: { type: 'order.created', trace: 'Root=1-5759e988-bd862e3fe1be46a994272793' },
    reliedOn: 'soon',
    see: async (lab) => {
      const queue = await makeQueue(lab);
      await lab.clients.sqs.send(
        new SendMessageCommand({
          QueueUrl: queue.url,
          MessageBody: '{}',
          MessageAttributes: { type: { DataType: 'String', StringValue: 'order.created' } },
          MessageSystemAttributes: {
            AWSTraceHeader: {
              DataType: 'String',
              StringValue: 'Root=1-5759e988-bd862e3fe1be46a994272793',
            },
          },
        }),
      );
      const [message] = await receive(lab, queue);
      return {
        type: message?.MessageAttributes?.type?.StringValue,
        trace: message?.Attributes?.AWSTraceHeader,
      };
    },
  },
  {
    id: 'sqs-quiet-queue',
    service,
    behaviour: 'a message to a mapped queue that was quiet for a while',
    documented: 'Lambda polls long: the function starts within a second or two',
    source: 'lambda/latest/dg/with-sqs.html',
    expected: 'within 3 s',
    reliedOn: 'no',
    see: async (lab) => {
      const queue = await makeQueue(lab);
      const name = await makeFunction(lab, 'read');
      await map(lab, name, queue.arn);
      const arrives = (body: string) =>
        until(body, async () => (await seenBy<string[]>(lab, name)).flat().includes(body));
      await send(lab, queue, 'first');
      await arrives('first');
      await pause(6000);
      const began = Date.now();
      await send(lab, queue, 'second');
      await arrives('second');
      return Date.now() - began < 3000 ? 'within 3 s' : 'later';
    },
  },
];

async function waiting(lab: Lab, queue: Queue): Promise<string | undefined> {
  const AttributeNames = ['ApproximateNumberOfMessages' as const];
  const command = new GetQueueAttributesCommand({ QueueUrl: queue.url, AttributeNames });
  return (await lab.clients.sqs.send(command)).Attributes?.ApproximateNumberOfMessages;
}
