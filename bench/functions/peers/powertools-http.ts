import { Logger } from '@aws-lambda-powertools/logger';
import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { captureLambdaHandler } from '@aws-lambda-powertools/tracer/middleware';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { createLocalJWKSet, jwtVerify } from 'jose';
import { ZodError, z } from 'zod';
import { AUDIENCE, counted, ISSUER, JWKS } from './shared.ts';

export const logger = new Logger({ serviceName: 'orders' });
export const metrics = new Metrics({ namespace: 'shop', serviceName: 'orders' });
export const tracer = new Tracer({ serviceName: 'orders' });
export const table = DynamoDBDocumentClient.from(tracer.captureAWSv3Client(new DynamoDBClient({})));
const keys = createLocalJWKSet(JWKS as never);
const Claims = z.object({ sub: z.string().min(1), iat: z.number(), roles: z.array(z.string()) });

export type Event = APIGatewayProxyEvent & { caller?: z.infer<typeof Claims> };

const json = (statusCode: number, body: unknown): APIGatewayProxyResult => ({
  statusCode,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
});

/** An endpoint as Powertools' documentation has it: its three middlewares on Middy, and two of the shop's own for errors, and for tokens and limits. */
export const endpoint = (answer: (event: Event) => Promise<{ status: number; body: unknown }>) =>
  middy<Event, APIGatewayProxyResult>()
    .use(captureLambdaHandler(tracer))
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics, { captureColdStartMetric: true }))
    .use({
      onError: (request) => {
        logger.error('refused', request.error as Error);
        const status = request.error instanceof ZodError ? 400 : 500;
        request.response = json(status, { title: 'The request was refused', status });
      },
    })
    .use({
      before: async ({ event }) => {
        const token = /^Bearer +(\S+)$/i.exec(event.headers.authorization ?? '')?.[1] ?? '';
        const options = { issuer: ISSUER, audience: AUDIENCE, algorithms: ['ES256'] };
        const { payload } = await jwtVerify(token, keys, options);
        event.caller = Claims.parse(payload);
        await table.send(new UpdateCommand(counted<unknown>(`CUSTOMER#${event.caller.sub}`, 1)));
      },
    })
    .handler(async (event) => {
      const began = performance.now();
      const { status, body } = await answer(event);
      const ms = performance.now() - began;
      metrics.addDimensions({ method: event.httpMethod, path: event.resource, status: String(status) });
      metrics.addMetric('http_requests_total', MetricUnit.Count, 1);
      metrics.addMetric('http_request_duration_seconds', MetricUnit.Seconds, ms / 1000);
      logger.info('request', { route: `${event.httpMethod} ${event.resource}`, status, ms });
      return json(status, body);
    });
