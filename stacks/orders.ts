/// <reference path="../.sst/platform/config.d.ts" />
import type { Auth } from './auth.ts';
import type { Gateway } from './gateway.ts';
import { seedOrders } from './seed.ts';
import { Service } from './service.ts';

/** The orders service: places orders, settles them, and tells the others by events from its outbox. */
export function ordersStack({ gateway, auth }: { gateway: Gateway; auth: Auth }) {
  const service = new Service('orders', {
    indexes: { ByCustomer: { hashKey: 'customerId', rangeKey: 'id' } },
    outbox: true,
  });
  seedOrders(service.table);
  const topic = new sst.aws.SnsTopic('OrderEvents');
  const parked = new sst.aws.Queue('ParkedOrders', {
    transform: { queue: { messageRetentionSeconds: 14 * 24 * 60 * 60 } },
  });
  alarmWhenNotEmpty('ParkedOrdersAlarm', parked, 'An order waits for people: an undo failed for good.');

  gateway.route(
    'GET /orders/{id}',
    service.function('api/get-order', { table: ['GetItem'], environment: auth.verify }),
  );
  gateway.route(
    'GET /orders',
    service.function('api/list-orders', { index: 'ByCustomer', table: [], environment: auth.verify }),
  );

  return {
    table: service.table.name,
    topic,
    parked: parked.url,
    steps: {
      ConfirmOrder: service.step('saga/confirm-order', { table: ['GetItem', 'PutItem', 'UpdateItem'] }),
      CancelOrder: service.step('saga/cancel-order', { table: ['GetItem', 'PutItem', 'UpdateItem'] }),
      ParkOrder: service.step('saga/park-order', {
        table: ['UpdateItem'],
        environment: { PARKED_QUEUE_URL: parked.url },
        permissions: [{ actions: ['sqs:SendMessage'], resources: [parked.arn] }],
      }),
    },
    /** Adds what starts the saga: the endpoint that places orders, and the outbox. */
    startWith(saga: aws.sfn.StateMachine): void {
      const environment = { SAGA_ARN: saga.arn };
      const permissions = [{ actions: ['states:StartExecution'], resources: [saga.arn] }];
      gateway.route(
        'POST /orders',
        service.function('api/place-order', {
          table: ['BatchGetItem', 'PutItem'],
          environment: { ...auth.verify, ...environment },
          permissions,
        }),
      );
      publishOutbox(service, topic, { environment, permissions });
    },
  };
}

interface Starter {
  environment: Record<string, $util.Input<string>>;
  permissions: { actions: string[]; resources: $util.Input<string>[] }[];
}

/** The table's stream carries outbox records to the topic; what fails for good waits on a queue, and an alarm rings. */
function publishOutbox(
  service: Service,
  topic: sst.aws.SnsTopic,
  { environment, permissions }: Starter,
): void {
  const failures = new sst.aws.Queue('OrdersOutboxFailures', {
    transform: { queue: { messageRetentionSeconds: 14 * 24 * 60 * 60 } },
  });
  alarmWhenNotEmpty('OrdersOutboxAlarm', failures, 'Events of orders could not be published.');
  service.table.subscribe(
    'OrdersOutbox',
    service.function('events/publish-outbox', {
      environment: { ...environment, TOPIC_ARN: topic.arn },
      permissions: [
        ...permissions,
        { actions: ['sns:Publish'], resources: [topic.arn] },
        { actions: ['sqs:SendMessage'], resources: [failures.arn] },
      ],
      timeout: '30 seconds',
    }),
    {
      filters: [{ eventName: ['INSERT'], dynamodb: { Keys: { sk: { S: [{ prefix: 'EVENT#' }] } } } }],
      transform: {
        eventSourceMapping: {
          startingPosition: 'TRIM_HORIZON',
          functionResponseTypes: ['ReportBatchItemFailures'],
          maximumRetryAttempts: 10,
          destinationConfig: { onFailure: { destinationArn: failures.arn } },
        },
      },
    },
  );
}

function alarmWhenNotEmpty(name: string, queue: sst.aws.Queue, alarmDescription: string): void {
  new aws.cloudwatch.MetricAlarm(name, {
    alarmDescription,
    namespace: 'AWS/SQS',
    metricName: 'ApproximateNumberOfMessagesVisible',
    dimensions: { QueueName: queue.nodes.queue.name },
    statistic: 'Maximum',
    period: 60,
    evaluationPeriods: 1,
    threshold: 0,
    comparisonOperator: 'GreaterThanThreshold',
    treatMissingData: 'notBreaching',
  });
}
