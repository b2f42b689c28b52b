import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import { readConfig, required } from '../../functions/platform/config.ts';
import { httpInvocation } from '../../functions/platform/http/http-invocation.ts';
import { addToLog } from '../../functions/platform/log.ts';
import { inSpan } from '../../functions/platform/tracing/in-span.ts';

readConfig({ SERVICE: required });
export const client = new DynamoDBClient({});

/** One line about the request, one of metrics (count and duration), and a traced part of it: as every endpoint does. */
export const handler = httpInvocation<APIGatewayProxyEvent>((event) =>
  inSpan({ name: 'place order', attributes: { 'order.id': event.path } }, async () => {
    addToLog({ orderId: event.path });
    return { statusCode: 201, body: '' };
  }),
);
