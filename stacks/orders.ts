/// <reference path="../.sst/platform/config.d.ts" />
import type { Auth } from './auth.ts';
import type { Gateway } from './gateway.ts';
import { seedOrders } from './seed.ts';
import { queueForPeople } from './service/queue-for-people.ts';
import { Service } from './service.ts';

/** The orders service: places orders, settles them, and tells the others by events from its outbox. */
export function ordersStack({ gateway, auth }: { gateway: Gateway; auth: Auth }) {
  const service = new Service('orders', {
    indexes: { ByCustomer: { hashKey: 'customerId', rangeKey: 'id' } },
    publishes: true,
  });
  seedOrders(service.table);
  const parked = queueForPeople({
    service: 'orders',
    what: 'parked',
    alarm: 'An order waits for people: an undo failed for good.',
  });

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
    topic: service.topic,
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
    /** Adds what answers inventory when it asks what became of an order. */
    answer(inventoryTopic: sst.aws.SnsTopic): void {
      service.consumer('events/restate-order', {
        from: inventoryTopic,
        types: ['reservation.overdue'],
        table: ['GetItem', 'PutItem'],
      });
    },
    /** Adds what starts the saga: the endpoint that places orders, and the consumer that makes up for its death. */
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
      service.consumer('events/start-saga', {
        from: service.topic,
        types: ['order.created'],
        environment,
        permissions,
      });
    },
  };
}
