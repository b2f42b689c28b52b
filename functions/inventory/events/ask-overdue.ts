import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { awsClient } from '../../platform/aws-client.ts';
import { readConfig, required } from '../../platform/config.ts';
import { invocation } from '../../platform/invocation.ts';
import { log } from '../../platform/log.ts';
import { askOverdue } from '../ask-overdue.ts';
import { makeReservationRepository } from '../composition.ts';

const { OVERDUE_QUEUE_URL: QueueUrl } = readConfig({ OVERDUE_QUEUE_URL: required });
const reservations = makeReservationRepository();
const sqs = awsClient(SQSClient, {});

/** Every few minutes: asks what became of orders that stock is held for longer than the saga may take. */
export const handler = invocation('schedule', async (): Promise<{ asked: number }> => {
  const asked = await askOverdue({
    reservations,
    alert: async ({ orderId, heldAt, items }) => {
      const MessageBody = JSON.stringify({ orderId, heldAt, items });
      await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
  });
  log.info('overdue reservations asked for', { asked });
  return { asked };
});
