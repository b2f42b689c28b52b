import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import type { Ended, Outcome } from '../outcome.ts';
import { BusinessRejection } from '../service-error.ts';
import { ending } from './describe.ts';
import { newSpanId, newTraceId } from './ids.ts';
import { RecordedSpan } from './span.ts';

/** How an invocation's span ends. */
function ended(outcome: Outcome, thrown?: unknown) {
  const context = { traceId: newTraceId(), spanId: newSpanId(), traceFlags: 0 };
  const span = new RecordedSpan({ name: 'shop', kind: SpanKind.SERVER, context, parentSpanId: undefined });
  ending(span, { outcome, thrown } as Ended);
  return { failed: span.status.code === SpanStatusCode.ERROR, type: span.attributes['error.type'] };
}

const rpc = '/users.v1.UserService/GetUser';

describe('the span of an invocation', () => {
  it.each<[what: string, outcome: Outcome, thrown: unknown, type: string | undefined]>([
    ['an answer', { status: 200 }, undefined, undefined],
    ['what the caller did wrong', { status: 404 }, undefined, undefined],
    ['an answer that says that the server failed', { status: 503 }, undefined, '503'],
    ['a business rejection', {}, new BusinessRejection('OutOfStock'), undefined],
    ['what was thrown', {}, new RangeError('away'), 'RangeError'],
    ['a call that was refused', { rpc, status: 404, rpcError: 'not_found' }, undefined, undefined],
    ['a call that failed', { rpc, status: 500, rpcError: 'internal' }, undefined, 'internal'],
    [
      'a call by gRPC-Web that was refused',
      { rpc, status: 200, rpcError: 'permission_denied' },
      undefined,
      undefined,
    ],
    ['a call by gRPC-Web that failed', { rpc, status: 200, rpcError: 'internal' }, undefined, 'internal'],
    [
      'a call by gRPC-Web that came too late',
      { rpc, status: 200, rpcError: 'deadline_exceeded' },
      undefined,
      'deadline_exceeded',
    ],
  ])('tells of %s whether it has failed', (_, outcome, thrown, type) => {
    expect(ended(outcome, thrown)).toEqual({ failed: type !== undefined, type });
  });
});
