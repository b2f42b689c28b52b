/// <reference path="../../.sst/platform/config.d.ts" />
import { OUTBOX_PREFIX } from '../../functions/platform/outbox.ts';
import type { Service } from '../service.ts';
import { nameIn, pascal } from './names.ts';
import { operatorQueue } from './operator-queue.ts';
import { encryptedTopic, publishedByTlsOnly } from './protection.ts';

/**
 * How a service publishes: its topic, and the function events/publish-outbox that carries the outbox records of its
 * table's stream there. What could not be published waits on a queue, and an alarm rings.
 */
export function publishOutbox(service: Service): sst.aws.SnsTopic {
  const id = pascal(service.name);
  const topic = new sst.aws.SnsTopic(`${id}Events`, {
    transform: { topic: { name: nameIn(service.name, 'events'), ...encryptedTopic } },
  });
  publishedByTlsOnly(`${id}Events`, topic);
  const failed = operatorQueue({
    service: service.name,
    what: 'publish-outbox-failed',
    alarm: `Events of ${service.name} could not be published.`,
  });
  service.table.subscribe(
    `${id}Outbox`,
    service.function('events/publish-outbox', {
      environment: { TOPIC_ARN: topic.arn, FAILED_QUEUE_URL: failed.url },
      permissions: [
        { actions: ['sns:Publish'], resources: [topic.arn] },
        { actions: ['sqs:SendMessage'], resources: [failed.arn] },
      ],
      timeout: '30 seconds',
    }),
    {
      filters: [{ eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: OUTBOX_PREFIX }] } } } }],
      transform: {
        eventSourceMapping: {
          startingPosition: 'TRIM_HORIZON',
          functionResponseTypes: ['ReportBatchItemFailures'],
          maximumRetryAttempts: 10,
          destinationConfig: { onFailure: { destinationArn: failed.arn } },
        },
      },
    },
  );
  return topic;
}
