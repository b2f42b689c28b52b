import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { Tracer } from '@aws-lambda-powertools/tracer';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { readConfig, required } from '../../functions/platform/config.ts';

readConfig({ SERVICE: required });
export const client = new DynamoDBClient({});
const logger = new Logger({ serviceName: 'orders' });
const metrics = new Metrics({ namespace: 'shop', serviceName: 'orders' });
const tracer = new Tracer({ serviceName: 'orders' });

/** The same with Powertools: what its documentation does by hand, without Middy and decorators, which cost more. */
export async function handler(event: APIGatewayProxyEvent, context: Context) {
  const began = performance.now();
  logger.addContext(context);
  const segment = tracer.getSegment();
  const handling = segment?.addNewSubsegment('## handler');
  if (handling) tracer.setSegment(handling);
  tracer.annotateColdStart();
  tracer.addServiceNameAnnotation();
  try {
    const part = handling?.addNewSubsegment('place order');
    tracer.putAnnotation('orderId', event.path);
    part?.close();
    return { statusCode: 201, body: '' };
  } finally {
    const ms = performance.now() - began;
    metrics.addDimensions({ method: event.httpMethod, path: event.resource, status: '201' });
    metrics.addMetric('http_requests_total', MetricUnit.Count, 1);
    metrics.addMetric('http_request_duration_seconds', MetricUnit.Seconds, ms / 1000);
    metrics.publishStoredMetrics();
    logger.info('request', {
      route: `${event.httpMethod} ${event.resource}`,
      orderId: event.path,
      status: 201,
      ms,
    });
    handling?.close();
    if (segment) tracer.setSegment(segment);
  }
}
