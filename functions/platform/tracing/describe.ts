import { type Attributes, type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { Ended, Invocation, Kind } from '../outcome.ts';
import { BusinessRejection } from '../service-error.ts';
import { fail } from './in-span.ts';

/** `faas.trigger` of OpenTelemetry's conventions. */
const TRIGGERS: Record<Kind, string> = {
  http: 'http',
  rpc: 'other',
  step: 'other',
  messages: 'pubsub',
  stream: 'datasource',
  schedule: 'timer',
  deploy: 'other',
};

/** What takes messages is a consumer, what answers a server. */
export const spanKindOf = (kind: Kind): SpanKind.SERVER | SpanKind.CONSUMER =>
  kind === 'messages' || kind === 'stream' ? SpanKind.CONSUMER : SpanKind.SERVER;

/** What is known of an invocation when it begins, as OpenTelemetry's conventions (1.45) name it. */
export const beginning = ({ kind, requestId, cold }: Invocation, arn: string | undefined): Attributes => ({
  'faas.trigger': TRIGGERS[kind],
  'faas.invocation.id': requestId,
  'faas.coldstart': cold,
  'aws.lambda.invoked_arn': arn,
});

/** Says on an invocation's span how it ended. A rejection is an answer: nothing has failed. */
export function ending(span: Span, { outcome, thrown }: Ended): void {
  const { route, method, status, rpc, rpcError, orderId, orderOutcome, batch, batchFailures, degraded } =
    outcome;
  span.setAttributes({
    'order.id': orderId,
    'order.outcome': orderOutcome,
    'messaging.batch.message_count': batch,
    'shop.batch.failures': batchFailures,
    'shop.degraded.parts': degraded,
  });
  if (route) {
    span.setAttributes({
      'http.route': route,
      'http.request.method': method,
      'http.response.status_code': status,
    });
    span.updateName(`${method} ${route}`);
  }
  if (rpc) {
    const name = rpc.slice(1);
    span.setAttributes({
      'rpc.system.name': 'connectrpc',
      'rpc.method': name,
      'rpc.status_code': rpcError,
    });
    span.updateName(name);
  }
  if (thrown !== undefined && !(thrown instanceof BusinessRejection)) fail(span, thrown);
  const byStatus = status !== undefined && status >= 500 ? String(status) : undefined;
  const failure = rpcError !== undefined && RPC_FAILURES.includes(rpcError) ? rpcError : byStatus;
  if (failure !== undefined) {
    span.setAttribute('error.type', failure);
    span.setStatus({ code: SpanStatusCode.ERROR });
  }
}

/**
 * Errors of RPC that are the server's fault (https://opentelemetry.io/docs/specs/semconv/rpc/connect-rpc/): the HTTP status of gRPC-Web is 200
 * with each of them.
 */
const RPC_FAILURES: readonly string[] = [
  'unknown',
  'deadline_exceeded',
  'unimplemented',
  'internal',
  'unavailable',
  'data_loss',
];
