import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { OrderRepository } from '../../functions/orders/repository.ts';
import { OrderSettlement } from '../../functions/orders/settle-order.ts';
import { Table } from '../../functions/platform/table.ts';
import { clientConfig } from './engine.ts';
import { shopOutputs } from './outputs.ts';

/** Parks an order as ParkOrder does when an undo has failed for good, which would take minutes. */
export async function parkByHand(orderId: string): Promise<void> {
  const table = new Table(shopOutputs().tables.orders, new DynamoDBClient(clientConfig()));
  const settlement = new OrderSettlement(new OrderRepository(table));
  await settlement.park(
    { orderId },
    { failure: { Error: 'States.Timeout' }, refundFailure: { Error: 'Down' } },
  );
}
