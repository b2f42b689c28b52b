/// <reference path="../.sst/platform/config.d.ts" />
import type { Gateway } from './gateway.ts';
import { seedInventory } from './seed.ts';
import { Service } from './service.ts';

/** The inventory service: products, stock, reservations, demand. */
export function inventoryStack({ gateway, orderTopic }: { gateway: Gateway; orderTopic: sst.aws.SnsTopic }) {
  const service = new Service('inventory');
  seedInventory(service.table);

  gateway.route('GET /products', service.function('api/list-products', { table: ['Query'] }));
  gateway.route('GET /products/{sku}', service.function('api/get-product', { table: ['GetItem'] }));
  gateway.route('GET /inventory/{sku}', service.function('api/get-inventory', { table: ['GetItem'] }));

  service.consumer('events/count-demand', {
    topic: orderTopic,
    type: 'order.created',
    table: ['PutItem', 'UpdateItem'],
  });

  return {
    table: service.table.name,
    steps: {
      ReserveInventory: service.step('saga/reserve-inventory', { table: ['PutItem', 'UpdateItem'] }),
      ReleaseInventory: service.step('saga/release-inventory', {
        table: ['GetItem', 'PutItem', 'UpdateItem'],
      }),
    },
  };
}
