/// <reference path="../.sst/platform/config.d.ts" />
import type { Auth } from './auth.ts';
import type { Gateway } from './gateway.ts';
import { executionsOf, sagaOperations } from './orders/saga-operations.ts';
import { seedOrders } from './seed.ts';
import { operatorQueue } from './service/operator-queue.ts';
import { Service } from './service.ts';
import { settings } from './stage-settings.ts';

interface Connections {
  /** The address of the state machine. */
  saga: $util.Output<string>;
  /** The address of the one that begins with the undo chain. */
  undo: $util.Output<string>;
  /** Where inventory tells about products, and asks about orders. */
  inventoryTopic: sst.aws.SnsTopic;
}

/** The orders service: places orders, settles them, and tells the others by events from its outbox. */
export function ordersStack({ gateway, auth }: { gateway: Gateway; auth: Auth }) {
  const service = new Service('orders', {
    indexes: {
      ByCustomer: { hashKey: 'customerId', rangeKey: 'id' },
      ByCustomerStatus: { hashKey: 'customerStatus', rangeKey: 'id' },
      // Only what is not settled is in it, and only its keys: whoever looks reads the orders themselves.
      Waiting: { hashKey: 'waits', rangeKey: 'waitsSince', projection: 'keys-only' },
    },
    publishes: true,
  });
  seedOrders(service.table);
  const parked = operatorQueue({
    service: 'orders',
    what: 'parked',
    alarm: 'An order waits for manual intervention: an undo failed for good.',
  });

  gateway.route(
    'GET /orders/{id}',
    service.function('api/get-order', { table: ['GetItem'], environment: auth.verify }),
  );
  gateway.route(
    'GET /orders',
    service.function('api/list-orders', {
      indexes: ['ByCustomer', 'ByCustomerStatus'],
      table: [],
      environment: auth.verify,
    }),
  );

  return {
    table: service.table.name,
    topic: service.topic,
    parked: parked.url,
    steps: {
      ConfirmOrder: service.step('saga/confirm-order', { table: ['GetItem', 'PutItem', 'UpdateItem'] }),
      CancelOrder: service.step('saga/cancel-order', { table: ['GetItem', 'PutItem', 'UpdateItem'] }),
      ParkOrder: service.step('saga/park-order', {
        table: ['GetItem', 'UpdateItem'],
        environment: { PARKED_QUEUE_URL: parked.url },
        permissions: [{ actions: ['sqs:SendMessage'], resources: [parked.arn] }],
      }),
    },
    /** Adds what needs the others: what starts executions, and what listens to inventory. */
    connect({ saga, undo, inventoryTopic }: Connections): void {
      const starts = (machine: $util.Output<string>) => ({
        actions: ['states:StartExecution'],
        resources: [machine],
      });
      gateway.route(
        'POST /orders',
        service.function('api/place-order', {
          table: ['GetItem', 'BatchGetItem', 'PutItem'],
          environment: {
            ...auth.verify,
            SAGA_ARN: saga,
            UNVERIFIED_MAY_ORDER: settings().UNVERIFIED_MAY_ORDER,
          },
          permissions: [starts(saga)],
        }),
      );
      gateway.route(
        'POST /orders/{id}/cancel',
        service.function('api/request-cancellation', {
          table: ['GetItem', 'PutItem', 'UpdateItem'],
          environment: { ...auth.verify, UNDO_ARN: undo },
          permissions: [starts(undo)],
        }),
      );
      service.consumer('events/start-saga', {
        from: service.topic,
        types: ['order.created', 'order.cancelling'],
        environment: { SAGA_ARN: saga, UNDO_ARN: undo },
        permissions: [starts(saga), starts(undo)],
      });
      service.instances({
        table: ['GetItem', 'PutItem', 'DeleteItem'],
        indexes: ['ByCustomer', 'ByCustomerStatus'],
        environment: { SAGA_ARN: saga, UNDO_ARN: undo },
        permissions: [{ actions: ['states:DescribeExecution'], resources: [saga, undo].map(executionsOf) }],
      });
      sagaOperations({ service, gateway, auth, saga, undo, parked });
      service.consumer('events/report-order-outcome', {
        from: inventoryTopic,
        types: ['reservation.overdue'],
        table: ['GetItem', 'PutItem'],
      });
      service.consumer('events/project-products', {
        from: inventoryTopic,
        types: ['product.created', 'product.changed', 'product.retired'],
        table: ['UpdateItem'],
      });
    },
  };
}
