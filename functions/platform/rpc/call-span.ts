import { type Span, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { inSpan } from '../tracing/in-span.ts';
import type { RpcReply } from './envelope.ts';
import { errorName } from './errors.ts';
import { isFailure } from './invoke-instance.ts';

/** What a call's span is told while it is made. */
export interface Seen {
  /** The call is made on an instance, whose breaker is in this state. */
  attempt(instance: string, breaker: string): void;
}

/**
 * Makes a call of a service within a span, which says on which instances it was tried, and how their breakers stood. One that no
 * instance could be asked for says by its error whether breakers or the time were the reason.
 *
 * @throws what `call` throws.
 */
export function inCallSpan(
  path: string,
  service: string,
  call: (seen: Seen) => Promise<RpcReply>,
): Promise<RpcReply> {
  const name = path.slice(1);
  const attributes = { 'rpc.system.name': 'connectrpc', 'rpc.method': name, 'server.service.name': service };
  return inSpan({ name, kind: SpanKind.CLIENT, attributes }, async (span) => {
    const instances: string[] = [];
    const breakers: string[] = [];
    const attempt = (instance: string, breaker: string) => {
      instances.push(instance);
      breakers.push(breaker);
      span.setAttributes({
        'shop.call.instances': instances,
        'shop.call.breakers': breakers,
        'shop.call.instance': instance,
        'shop.call.breaker': breaker,
        'shop.call.retries': instances.length - 1,
      });
    };
    return answered(span, await call({ attempt }));
  });
}

function answered(span: Span, reply: RpcReply): RpcReply {
  if (reply.error === undefined) return reply;
  const code = errorName(reply);
  span.setAttributes({ 'rpc.status_code': code });
  if (isFailure(reply.error))
    span.setAttributes({ 'error.type': code }).setStatus({ code: SpanStatusCode.ERROR });
  return reply;
}
