import { consumer } from '../../kit/consumer.ts';
import { ConditionFailed, ownTable } from '../../kit/table.ts';
import { InventoryRepository, SEEN } from '../repository.ts';

const inventory = new InventoryRepository(ownTable());

/** order.created -> demand figures per product. An event that comes again is known by its id and changes nothing. */
export const handler = consumer('order.created', async ({ id, data }) => {
  try {
    await inventory.countDemand(id, data.items);
  } catch (thrown) {
    if (!(thrown instanceof ConditionFailed && thrown.failed.has(SEEN))) throw thrown;
  }
});
