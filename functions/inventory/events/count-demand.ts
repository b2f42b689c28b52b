import { consumer } from '../../kit/consumer.ts';
import { unlessKnown } from '../../kit/inbox.ts';
import { ownTable } from '../../kit/table.ts';
import { InventoryRepository } from '../repository.ts';

const inventory = new InventoryRepository(ownTable());

/** order.created -> demand figures per product. An event that comes again changes nothing. */
export const handler = consumer({
  'order.created': ({ id, data }) => unlessKnown(() => inventory.countDemand(id, data.items)),
});
