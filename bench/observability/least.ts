import { createSocket } from 'node:dgram';
import { writeSync } from 'node:fs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { context, propagation, trace } from '@opentelemetry/api';
import type { APIGatewayProxyEvent } from 'aws-lambda';
import emitter from 'aws-xray-sdk-core/dist/lib/segment_emitter.js';
import { readConfig, required } from '../../functions/platform/config.ts';

readConfig({ SERVICE: required });
export const client = new DynamoDBClient({});
const tracer = trace.getTracer('shop');
const lookup = (host: string, _: unknown, callback: (error: null, address: string, family: number) => void) =>
  callback(null, host, 4);
const socket = createSocket({ type: 'udp4', lookup }).unref();
socket.bindSync();
const send = (message: Buffer, _offset: number, _length: number, port: number, address: string) =>
  socket.send(message, port, address);
Object.assign(emitter, { socket: { send } });

/**
 * What nobody can be below who does the work by these two packages: they are loaded and called, and what ours writes is written, as
 * constants and by the same two calls of the kernel. Nothing is measured, recorded, found by a context or kept from the log.
 */
export const handler = async ({ path }: APIGatewayProxyEvent): Promise<{ statusCode: number }> => {
  propagation.fields();
  context.with(context.active(), () => tracer.startSpan('place order').end());
  const now = Date.now();
  const root = process.env._X_AMZN_TRACE_ID?.slice(5, 40);
  writeSync(1, `${JSON.stringify(summary(path, now, root))}\n${JSON.stringify(metrics(now, root))}\n`);
  const document = JSON.stringify(segment(path, now / 1_000, root));
  emitter.send({ format: () => document } as Parameters<typeof emitter.send>[0]);
  return { statusCode: 201 };
};

const summary = (orderId: string, now: number, traceId: string | undefined) => ({
  time: new Date(now).toISOString(),
  level: 'INFO',
  message: 'request',
  service: 'orders',
  function: 'shop-bench-orders-place-order',
  instance: '89abcdef',
  requestId: 'e0c5a74f-ae36-4a6f-ad85-f2f2be2a8130',
  traceId,
  route: 'POST /orders',
  orderId,
  status: 201,
  ms: 1.1,
  cold: true,
});

const metrics = (now: number, trace: string | undefined) => ({
  _aws: {
    Timestamp: now,
    CloudWatchMetrics: [
      {
        Namespace: 'shop',
        Dimensions: [['service'], ['service', 'route']],
        Metrics: [
          { Name: 'http_requests_total', Unit: 'Count' },
          { Name: 'http_server_errors_total', Unit: 'Count' },
          { Name: 'http_request_duration_seconds', Unit: 'Seconds' },
        ],
      },
    ],
  },
  service: 'orders',
  route: 'POST /orders',
  http_requests_total: 1,
  http_server_errors_total: 0,
  http_request_duration_seconds: [0.001142],
  trace,
  series: [
    ['http_requests_total', ['orders', 'POST', '/orders', '201'], 1],
    ['http_request_duration_seconds', ['orders', 'POST', '/orders'], [0.001142]],
  ],
});

const segment = (orderId: string, seconds: number, trace_id: string | undefined) => ({
  id: '66119285508d7021',
  name: 'POST /orders',
  start_time: seconds,
  end_time: seconds,
  http: { request: { method: 'POST', url: '/orders' }, response: { status: 201 } },
  annotations: { faas_coldstart: true, http_route: '/orders' },
  metadata: {
    otel: {
      name: 'POST /orders',
      kind: 'SERVER',
      'faas.trigger': 'http',
      'faas.invocation.id': 'e0c5a74f-ae36-4a6f-ad85-f2f2be2a8130',
      'faas.coldstart': true,
      'aws.lambda.invoked_arn':
        'arn:aws:lambda:us-east-1:000000000000:function:shop-bench-orders-place-order',
      'http.route': '/orders',
      'http.request.method': 'POST',
      'http.response.status_code': 201,
    },
  },
  trace_id,
  parent_id: '53995c3f42cd8ad8',
  type: 'subsegment',
  subsegments: [
    {
      id: 'a148512fc1687c61',
      name: 'place order',
      start_time: seconds,
      end_time: seconds,
      annotations: { order_id: orderId },
      metadata: { otel: { name: 'place order', kind: 'INTERNAL', 'order.id': orderId } },
    },
  ],
});
