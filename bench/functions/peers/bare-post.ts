import { createHash, randomUUID } from 'node:crypto';
import { BatchGetItemCommand, GetItemCommand, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { answered, callerOf, client } from './bare-http.ts';
import { SAGA_ARN, TABLE } from './shared.ts';

const machines = new SFNClient({});

/** POST /orders by nothing but the SDK: the same reads, the same transaction, the same start of the saga. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  const { sub: customerId } = await callerOf(event);
  const key = event.headers['idempotency-key'];
  const lines = (JSON.parse(event.body ?? '') as { items: { sku: string; quantity: number }[] }).items;
  if (!key || !Array.isArray(lines) || lines.some(({ sku, quantity }) => !sku || !Number.isInteger(quantity)))
    return answered(event, 400, { title: 'The request was refused' });
  const fingerprint = createHash('sha256').update(event.body!).digest('base64url');
  const remembered = { pk: `IDEMPOTENCY#${customerId}#${key}`, sk: 'idempotency' };
  const earlier = await client.send(
    new GetItemCommand({ TableName: TABLE, Key: marshall(remembered), ConsistentRead: true }),
  );
  if (earlier.Item) return answered(event, 201, unmarshall(earlier.Item).answer);
  const [products] = await Promise.all([
    client.send(
      new BatchGetItemCommand({
        RequestItems: {
          [TABLE]: {
            Keys: lines.map(({ sku }) => marshall({ pk: `PRODUCT#${sku}`, sk: 'PRODUCT' })),
            ConsistentRead: true,
          },
        },
      }),
    ),
    client.send(
      new GetItemCommand({
        TableName: TABLE,
        Key: marshall({ pk: `CUSTOMER#${customerId}`, sk: 'CUSTOMER' }),
      }),
    ),
  ]);
  const found = (products.Responses?.[TABLE] ?? []).map((item) => unmarshall(item));
  const prices = new Map(found.map(({ sku, price }) => [sku, price]));
  const items = lines.map((line) => ({ ...line, unitPrice: prices.get(line.sku) }));
  const amount = items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount, 0);
  const total = { amount, currency: items[0]!.unitPrice.currency };
  const id = randomUUID();
  const answer = { id, status: 'PENDING', items, total, createdAt: new Date().toISOString() };
  const put = (item: object) => ({
    Put: { TableName: TABLE, Item: marshall(item), ConditionExpression: 'attribute_not_exists(pk)' },
  });
  await client.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        put({ pk: `ORDER#${id}`, sk: 'ORDER', ...answer, customerId }),
        put({ pk: `ORDER#${id}`, sk: 'EVENT#1', type: 'order.created', data: { ...answer, customerId } }),
        put({ ...remembered, fingerprint, answer, expiresAt: Math.floor(Date.now() / 1000) + 86_400 }),
      ],
    }),
  );
  const input = JSON.stringify({ orderId: id, customerId, items, total });
  await machines.send(new StartExecutionCommand({ stateMachineArn: SAGA_ARN, name: id, input }));
  return answered(event, 201, answer);
}
