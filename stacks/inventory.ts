/// <reference path="../.sst/platform/config.d.ts" />
import type { Gateway } from './gateway.ts';
import { seedInventory } from './seed.ts';
import { Service } from './service.ts';

/** The inventory service: products, stock, reservations, demand. */
export function inventoryStack({ gateway, orderTopic }: { gateway: Gateway; orderTopic: sst.aws.SnsTopic }) {
  const service = new Service('inventory', { publishes: true });
  seedInventory(service.table);

  gateway.route('GET /products', service.function('api/list-products', { table: ['Query'] }));
  gateway.route('GET /products/{sku}', service.function('api/get-product', { table: ['GetItem'] }));
  gateway.route('GET /inventory/{sku}', service.function('api/get-inventory', { table: ['GetItem'] }));

  service.consumer('events/count-demand', {
    from: orderTopic,
    types: ['order.created'],
    table: ['PutItem', 'UpdateItem'],
  });

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
