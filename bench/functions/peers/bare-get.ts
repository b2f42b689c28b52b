import { GetItemCommand } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { answered, callerOf, client } from './bare-http.ts';
import { TABLE } from './shared.ts';

/** GET /orders/{id} by nothing but the SDK. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const { sub } = await callerOf(event);
  const id = event.pathParameters?.id ?? '';
  if (!/^[0-9a-f-]{36}$/.test(id)) return answered(event, 400, { title: 'The request was refused' });
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: TABLE,
      Key: { pk: { S: `ORDER#${id}` }, sk: { S: 'ORDER' } },
      ConsistentRead: true,
    }),
  );
  const order = Item && unmarshall(Item);
  if (order?.customerId !== sub) return answered(event, 404, { title: 'There is no such order' });
  const { status, items, total, createdAt } = order!;
  return answered(event, 200, { id, status, items, total, createdAt });
}
