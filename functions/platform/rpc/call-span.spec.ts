import { context, SpanKind, SpanStatusCode } from '@opentelemetry/api';
import { describe, expect, it } from 'vitest';
import '../tracing/register.ts';
import { beginTrace } from '../tracing/entry.ts';
import { inCallSpan } from './call-span.ts';

/** The span of a call that is answered with an error of Connect's, or without one. */
async function spanOf(error: number | undefined) {
  const { context: within, batch } = beginTrace('shop', SpanKind.SERVER);
  const reply = { status: 200, headers: {}, body: '', ...(error !== undefined && { error }) };
  await context.with(within, () => inCallSpan('/users.v1.UserService/GetUser', 'users', async () => reply));
  const { attributes, status } = batch.spans[1]!;
  return { attributes, failed: status.code === SpanStatusCode.ERROR };
}

describe('the span of a call between services', () => {
  it.each([
    ['an answer', undefined, undefined, false],
    ['a refusal', 5, 'not_found', false],
    ['a failure', 13, 'internal', true],
    ['an answer that comes too late', 4, 'deadline_exceeded', true],
  ])('tells %s by the name of its error', async (_, error, code, failed) => {
    const span = await spanOf(error);
    expect(span.failed).toBe(failed);
    expect(span.attributes).toMatchObject({ 'server.service.name': 'users' });
    expect(span.attributes['rpc.status_code']).toBe(code);
    expect(span.attributes['error.type']).toBe(failed ? code : undefined);
  });
});
