import { createSocket } from 'node:dgram';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { context, propagation, trace } from '@opentelemetry/api';
import emitter from 'aws-xray-sdk-core/dist/lib/segment_emitter.js';
import { readConfig, required } from '../../functions/platform/config.ts';

readConfig({ SERVICE: required });
export const client = new DynamoDBClient({});
const tracer = trace.getTracer('shop');
const document = JSON.stringify({ id: '53995c3f42cd8ad8', name: 'place order' });
const segment = { format: () => document } as Parameters<typeof emitter.send>[0];
Object.assign(emitter, { socket: createSocket('udp4').unref() });

/** What nobody who traces by these two packages is without: they are loaded, and one datagram leaves, with no log and no metrics. */
export const handler = async (): Promise<{ statusCode: number }> => {
  propagation.fields();
  context.with(context.active(), () => tracer.startSpan('place order').end());
  emitter.send(segment);
  return { statusCode: 201 };
};
