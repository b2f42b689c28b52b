import { PublishCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { errorOf, type Lab, until } from '../lab.ts';
import { makeQueue, makeTopic, type Queue, receive } from '../resources/data.ts';
import type { Row } from '../row.ts';

const FILTER = 'sns/latest/dg/sns-message-filtering.html';
const service = 'SNS';

/** A topic with a queue that is subscribed with these attributes, by default with raw delivery. */
async function subscribed(lab: Lab, Attributes: Record<string, string> = {}) {
  const [TopicArn, queue] = await Promise.all([makeTopic(lab), makeQueue(lab)]);
  await lab.clients.sns.send(
    new SubscribeCommand({
      TopicArn,
      Protocol: 'sqs',
      Endpoint: queue.arn,
      Attributes: { RawMessageDelivery: 'true', ...Attributes },
    }),
  );
  const publish = (Message: string, type = 'none') =>
    lab.clients.sns.send(
      new PublishCommand({
        TopicArn,
        Message,
        MessageAttributes: { type: { DataType: 'String', StringValue: type } },
      }),
    );
  return { publish, queue };
}

const next = async (lab: Lab, queue: Queue) =>
  until('the message', async () => {
    const messages = await receive(lab, queue);
    return messages.length > 0 && messages;
  });

/** From a topic to queues. */
export const snsRows: Row[] = [
  {
    id: 'sns-filter-attributes',
    service,
    behaviour: 'a filter policy on a message attribute',
    documented: 'only what fits reaches the queue',
    source: FILTER,
    expected: ['confirmed'],
    reliedOn: 'yes',
    see: async (lab) => {
      const FilterPolicy = JSON.stringify({ type: ['order.confirmed', 'order.cancelled'] });
      const { publish, queue } = await subscribed(lab, { FilterPolicy });
      await publish('created', 'order.created');
      await publish('confirmed', 'order.confirmed');
      return (await next(lab, queue)).map(({ Body }) => Body);
    },
  },
  {
    id: 'sns-filter-body',
    service,
    behaviour: 'a filter policy on the message body',
    documented: 'only what fits reaches the queue',
    source: FILTER,
    expected: ['{"type":"b","n":2}'],
    reliedOn: 'no',
    see: async (lab) => {
      const { publish, queue } = await subscribed(lab, {
        FilterPolicyScope: 'MessageBody',
        FilterPolicy: JSON.stringify({ type: ['b'] }),
      });
      await publish('{"type":"a","n":1}');
      await publish('{"type":"b","n":2}');
      return (await next(lab, queue)).map(({ Body }) => Body);
    },
  },
  {
    id: 'sns-raw',
    service,
    behaviour: 'raw delivery to a queue',
    documented: 'the body is the message as it was published, and its attributes are the message attributes',
    source: 'sns/latest/dg/sns-large-payload-raw-message-delivery.html',
    expected: { body: '{"id":1}', type: 'order.created' },
    reliedOn: 'yes',
    see: async (lab) => {
      const { publish, queue } = await subscribed(lab);
      await publish('{"id":1}', 'order.created');
      const [message] = await next(lab, queue);
      return { body: message?.Body, type: message?.MessageAttributes?.type?.StringValue };
    },
  },
  {
    id: 'sns-too-large',
    service,
    behaviour: 'a message of more than 256 KB',
    documented: 'InvalidParameter: no retry helps',
    source: 'sns/latest/api/API_Publish.html',
    expected: 'InvalidParameterException',
    reliedOn: 'yes',
    see: async (lab) => {
      const { publish } = await subscribed(lab);
      return errorOf(publish('x'.repeat(300 * 1024)));
    },
  },
];
