import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, TransactWriteCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import { v7 } from 'uuid';
import { z } from 'zod';
import { TABLE } from './shared.ts';

const logger = new Logger({ serviceName: 'payments' });
const metrics = new Metrics({ namespace: 'shop', serviceName: 'payments' });
const tracer = new Tracer({ serviceName: 'payments' });
const table = DynamoDBDocumentClient.from(tracer.captureAWSv3Client(new DynamoDBClient({})));
const Money = z.object({ amount: z.int(), currency: z.string() });
const SagaOrder = z.object({
  orderId: z.string(),
  customerId: z.string(),
  items: z.array(z.object({ sku: z.string(), quantity: z.int().positive(), unitPrice: Money })).min(1),
  total: Money,
});

/** ChargePayment: a transaction with its two entries, the account debited, and the event. */
export const handler = middy()
  .use(captureLambdaHandler(tracer))
  .use(injectLambdaContext(logger))
  .use(logMetrics(metrics))
  .handler(async (event: unknown) => {
    const { orderId, customerId, total } = SagaOrder.parse(event);
    const tx = `TX#charge:${orderId}`;
    const createdAt = new Date().toISOString();
    const put = (item: object) => ({
      Put: { TableName: TABLE, Item: item, ConditionExpression: 'attribute_not_exists(pk)' },
    });
    const transaction = {
      id: `charge:${orderId}`,
      kind: 'charge',
      customerId,
      orderId,
      money: total,
      createdAt,
    };
    await table.send(
      new TransactWriteCommand({
        TransactItems: [
          put({ pk: tx, sk: 'TX', ...transaction, status: 'CHARGED' }),
          put({ pk: `ACCOUNT#${customerId}`, sk: `ENTRY#${v7()}`, ...transaction, amount: -total.amount }),
          put({ pk: tx, sk: 'ENTRY#revenue', ...transaction, amount: total.amount }),
          {
            Update: {
              TableName: TABLE,
              Key: { pk: `ACCOUNT#${customerId}`, sk: 'ACCOUNT' },
              UpdateExpression: 'SET balance = balance - :amount',
              ConditionExpression: 'balance >= :amount AND currency = :currency',
              ExpressionAttributeValues: { ':amount': total.amount, ':currency': total.currency },
            },
          },
          put({
            pk: tx,
            sk: 'EVENT#1',
            type: 'payment.charged',
            data: { orderId, customerId, money: total },
          }),
        ],
      }),
    );
    metrics.addDimensions({ step: 'ChargePayment', outcome: 'done' });
    metrics.addMetric('saga_steps_total', MetricUnit.Count, 1);
    logger.info('step', { orderId, outcome: 'done' });
  });
