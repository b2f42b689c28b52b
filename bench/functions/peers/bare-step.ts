import { randomUUID } from 'node:crypto';
import { DynamoDBClient, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { SagaOrder } from '../../../functions/contracts/order-saga.ts';
import { TABLE } from './shared.ts';

const client = new DynamoDBClient({});

/** ChargePayment by nothing but the SDK: a transaction with its two entries, the account debited, and the event. */
export async function handler({ orderId, customerId, items, total }: SagaOrder): Promise<void> {
  if (!orderId || !customerId || !Array.isArray(items) || !Number.isInteger(total.amount))
    throw new Error('This is no order');
  const tx = `TX#charge:${orderId}`;
  const createdAt = new Date().toISOString();
  const put = (item: object) => ({
    Put: { TableName: TABLE, Item: marshall(item), ConditionExpression: 'attribute_not_exists(pk)' },
  });
  const transaction = {
    id: `charge:${orderId}`,
    kind: 'charge',
    customerId,
    orderId,
    money: total,
    createdAt,
  };
  await client.send(
    new TransactWriteItemsCommand({
      TransactItems: [
        put({ pk: tx, sk: 'TX', ...transaction, status: 'CHARGED' }),
        put({
          pk: `ACCOUNT#${customerId}`,
          sk: `ENTRY#${randomUUID()}`,
          ...transaction,
          amount: -total.amount,
        }),
        put({ pk: tx, sk: 'ENTRY#revenue', ...transaction, amount: total.amount }),
        {
          Update: {
            TableName: TABLE,
            Key: marshall({ pk: `ACCOUNT#${customerId}`, sk: 'ACCOUNT' }),
            UpdateExpression: 'SET balance = balance - :amount',
            ConditionExpression: 'balance >= :amount AND currency = :currency',
            ExpressionAttributeValues: marshall({ ':amount': total.amount, ':currency': total.currency }),
          },
        },
        put({ pk: tx, sk: 'EVENT#1', type: 'payment.charged', data: { orderId, customerId, money: total } }),
      ],
    }),
  );
  console.log(JSON.stringify({ level: 'info', step: 'ChargePayment', orderId }));
}
