/// <reference path="../.sst/platform/config.d.ts" />
import type { Auth } from './auth.ts';
import type { Gateway } from './gateway.ts';
import { seedInventory } from './seed.ts';
import { operatorQueue } from './service/operator-queue.ts';
import { Service } from './service.ts';
import { CURRENCY, LOW_STOCK } from './settings.ts';

interface InventoryOptions {
  gateway: Gateway;
  auth: Auth;
  orderTopic: sst.aws.SnsTopic;
}

/** The inventory service: products, stock, reservations, demand. */
export function inventoryStack({ gateway, auth, orderTopic }: InventoryOptions) {
  const service = new Service('inventory', {
    indexes: {
      Listed: { hashKey: 'listed', rangeKey: 'sku' },
      // Only what is held is in it, spread over partitions, and only its keys: whoever looks reads the reservations themselves.
      Held: { hashKey: 'held', rangeKey: 'dueAt', projection: 'keys-only' },
    },
    publishes: true,
  });
  seedInventory(service.table);
  productEndpoints(service, gateway, auth);
  stockEndpoints(service, gateway, auth);

  service.consumer('events/count-demand', {
    from: orderTopic,
    types: ['order.created', 'order.confirmed', 'order.cancelled'],
    table: ['PutItem', 'UpdateItem'],
    collects: true,
  });
  service.consumer('events/settle-reservation', {
    from: orderTopic,
    types: ['order.confirmed', 'order.cancelled', 'order.restated'],
    table: ['GetItem', 'PutItem', 'UpdateItem'],
  });
  askForOverdue(service);
  service.instances({ table: ['GetItem', 'BatchGetItem'] });
  service.step('saga/inspect-reservation', { table: ['GetItem'] });

  return {
    table: service.table.name,
    topic: service.topic,
    steps: {
      ReserveInventory: service.step('saga/reserve-inventory', { table: ['PutItem', 'UpdateItem'] }),
      ReleaseInventory: service.step('saga/release-inventory', {
        table: ['GetItem', 'PutItem', 'UpdateItem'],
      }),
    },
  };
}

function productEndpoints(service: Service, gateway: Gateway, auth: Auth): void {
  const shop = { CURRENCY, LOW_STOCK: String(LOW_STOCK) };
  const forStaff = { ...auth.verify, ...shop };
  gateway.route(
    'GET /products',
    service.function('api/list-products', { table: [], indexes: ['Listed'], environment: shop }),
  );
  gateway.route(
    'GET /products/{sku}',
    service.function('api/get-product', { table: ['GetItem'], environment: shop }),
  );
  gateway.route(
    'PUT /products/{sku}',
    service.function('api/put-product', {
      table: ['GetItem', 'PutItem', 'UpdateItem'],
      environment: forStaff,
    }),
  );
  gateway.route(
    'DELETE /products/{sku}',
    service.function('api/retire-product', {
      table: ['GetItem', 'PutItem', 'UpdateItem'],
      environment: forStaff,
    }),
  );
}

function stockEndpoints(service: Service, gateway: Gateway, { verify }: Auth): void {
  gateway.route('GET /inventory/{sku}', service.function('api/get-inventory', { table: ['GetItem'] }));
  gateway.route(
    'PUT /inventory/{sku}',
    service.function('api/put-inventory', {
      table: ['GetItem', 'PutItem', 'UpdateItem'],
      environment: verify,
    }),
  );
  gateway.route(
    'GET /inventory/{sku}/demand',
    service.function('api/get-demand', { table: ['BatchGetItem'], environment: verify }),
  );
}

/** Looks now and then for reservations whose order was not settled in time. */
function askForOverdue(service: Service): void {
  const overdue = operatorQueue({
    service: service.name,
    what: 'overdue-reservations',
    alarm: 'Stock is held for an order that nobody settles.',
  });
  new sst.aws.Cron('InventoryAskOverdue', {
    schedule: 'rate(5 minutes)',
    // sst would send an empty event, and the local engine takes an empty one for none.
    event: { because: 'it is time' },
    function: service.function('events/ask-overdue', {
      table: ['BatchGetItem', 'PutItem', 'UpdateItem'],
      indexes: ['Held'],
      environment: { OVERDUE_QUEUE_URL: overdue.url },
      permissions: [{ actions: ['sqs:SendMessage'], resources: [overdue.arn] }],
      timeout: '60 seconds',
    }),
  });
}
