import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { endpoint, table } from './powertools-http.ts';
import { TABLE } from './shared.ts';

const Path = z.object({ id: z.uuid() });

/** GET /orders/{id} */
export const handler = endpoint(async (event) => {
  const { id } = Path.parse(event.pathParameters);
  const key = { pk: `ORDER#${id}`, sk: 'ORDER' };
  const { Item } = await table.send(new GetCommand({ TableName: TABLE, Key: key, ConsistentRead: true }));
  if (!Item || Item.customerId !== event.caller?.sub)
    return { status: 404, body: { title: 'There is no such order' } };
  const { status, items, total, createdAt } = Item;
  return { status: 200, body: { id, status, items, total, createdAt } };
});
