import { createHash } from 'node:crypto';
import { SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import { BatchGetCommand, GetCommand, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import { v7 } from 'uuid';
import { z } from 'zod';
import { endpoint, table, tracer } from './powertools-http.ts';
import { SAGA_ARN, TABLE } from './shared.ts';

const machines = tracer.captureAWSv3Client(new SFNClient({}));
const Money = z.object({ amount: z.int(), currency: z.string().length(3) });
const Product = z.object({ sku: z.string(), price: Money });
const NewOrder = z.strictObject({
  items: z
    .array(z.strictObject({ sku: z.string().min(1).max(64), quantity: z.int().min(1).max(1000) }))
    .min(1)
    .max(50),
});

/** POST /orders: the same reads, the same transaction, the same start of the saga. */
export const handler = endpoint(async (event) => {
  const key = z.string().min(1).max(255).parse(event.headers['idempotency-key']);
  const json: unknown = JSON.parse(event.body ?? '');
  const customerId = event.caller?.sub ?? '';
  const fingerprint = createHash('sha256').update(JSON.stringify(json)).digest('base64url');
  const remembered = { pk: `IDEMPOTENCY#${customerId}#${key}`, sk: 'idempotency' };
  const earlier = await table.send(
    new GetCommand({ TableName: TABLE, Key: remembered, ConsistentRead: true }),
  );
  if (earlier.Item) return { status: 201, body: earlier.Item.answer };
  const lines = NewOrder.parse(json).items;
  const [products] = await Promise.all([
    table.send(
      new BatchGetCommand({
        RequestItems: {
          [TABLE]: {
            Keys: lines.map(({ sku }) => ({ pk: `PRODUCT#${sku}`, sk: 'PRODUCT' })),
            ConsistentRead: true,
          },
        },
      }),
    ),
    table.send(new GetCommand({ TableName: TABLE, Key: { pk: `CUSTOMER#${customerId}`, sk: 'CUSTOMER' } })),
  ]);
  const prices = new Map(
    (products.Responses?.[TABLE] ?? [])
      .map((item) => Product.parse(item))
      .map(({ sku, price }) => [sku, price]),
  );
  const items = lines.map((line) => ({ ...line, unitPrice: prices.get(line.sku)! }));
  const amount = items.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice.amount, 0);
  const total = { amount, currency: items[0]!.unitPrice.currency };
  const id = v7();
  const createdAt = new Date().toISOString();
  const answer = { id, status: 'PENDING', items, total, createdAt };
  const put = (item: object) => ({
    Put: { TableName: TABLE, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
  });
  await table.send(
    new TransactWriteCommand({
      TransactItems: [
        put({ pk: `ORDER#${id}`, sk: 'ORDER', ...answer, customerId }),
        put({ pk: `ORDER#${id}`, sk: 'EVENT#1', type: 'order.created', data: { ...answer, customerId } }),
        put({ ...remembered, fingerprint, answer, expiresAt: Math.floor(Date.now() / 1000) + 86_400 }),
      ],
    }),
  );
  const input = JSON.stringify({ orderId: id, customerId, items, total });
  await machines.send(new StartExecutionCommand({ stateMachineArn: SAGA_ARN, name: id, input }));
  return { status: 201, body: answer };
});
