import type { APIGatewayProxyEvent, Context, SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { consumer } from '../consumer.ts';
import { httpInvocation } from '../http/http-invocation.ts';
import { invocation, report } from '../invocation.ts';
import { keyText } from '../key.ts';
import { log } from '../log.ts';
import { announce } from '../outbox.ts';
import { BusinessRejection } from '../service-error.ts';
import { step } from '../step.ts';

const lines: Record<string, unknown>[] = [];
const context = { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 10_000 } as Context;

beforeAll(() => {
  // Beside the line of metrics, which has a spec of its own.
  vi.spyOn(process.stdout, 'write').mockImplementation(
    (line) => String(line).includes('"_aws"') || lines.push(JSON.parse(String(line))) > 0,
  );
});
afterAll(() => void vi.restoreAllMocks());
beforeEach(() => void lines.splice(0));

const request = { httpMethod: 'GET', resource: '/orders/{id}', path: '/orders/o-1' } as APIGatewayProxyEvent;
const answers = async () => ({ statusCode: 404, body: '' });
const Order = z.object({ orderId: z.string() });
const orderStep = (run: () => Promise<void>) => () => step(Order, run)({ orderId: 'o-1' }, context);

/** A message of SQS with an event of an order. */
function message(orderId: string) {
  const data = { orderId, customerId: 'c', money: { amount: 5, currency: 'EUR' } };
  const write = announce({
    type: 'payment.charged',
    pk: keyText('ORDER', orderId),
    subject: orderId,
    sequence: 1,
    data,
  });
  const body = JSON.stringify('put' in write ? write.put.event : {});
  return { messageId: `m-${orderId}`, body, attributes: {} };
}
const consume = (...messages: object[]) =>
  consumer({ 'payment.charged': async () => {} })({ Records: messages } as SQSEvent, context);

describe('the summary line', () => {
  it.each<[string, () => Promise<unknown>, Record<string, unknown>]>([
    [
      'a request',
      () => httpInvocation(answers)(request, context),
      { message: 'request', route: 'GET /orders/{id}', status: 404 },
    ],
    ['a step', orderStep(async () => {}), { message: 'step', orderId: 'o-1', orderOutcome: 'done' }],
    [
      'a step that refuses',
      orderStep(() => Promise.reject(new BusinessRejection('OutOfStock'))),
      { level: 'INFO', message: 'step', orderOutcome: 'OutOfStock' },
    ],
    [
      'a step that fails',
      orderStep(() => Promise.reject(new Error('away'))),
      { level: 'ERROR', message: 'step', error: 'Error', detail: 'away' },
    ],
    [
      'one message',
      () => consume(message('o-1')),
      { message: 'messages', orderId: 'o-1', type: 'payment.charged', batch: 1 },
    ],
    ['a health question', () => invocation('rpc', async () => {})({}, context), { message: 'health' }],
    [
      'a call',
      () => invocation('rpc', async () => report({ rpc: '/a.v1.A/Get', status: 200 }))({}, context),
      { message: 'call', rpc: '/a.v1.A/Get', status: 200 },
    ],
    [
      'a schedule',
      () => invocation('schedule', async () => {})({}, context),
      { level: 'INFO', message: 'run' },
    ],
    [
      'a schedule that fails',
      () => invocation('schedule', () => Promise.reject(new Error('away')))({}, context),
      { level: 'ERROR', message: 'run', detail: 'away' },
    ],
  ])('is the one line of %s', async (_, run, line) => {
    await run().catch(() => {});
    expect(lines).toMatchObject([
      {
        level: 'INFO',
        requestId: 'r-1',
        traceId: expect.any(String),
        ms: expect.any(Number),
        cold: expect.any(Boolean),
        ...line,
      },
    ]);
  });

  it('is about no single message of several, each of which has its own', async () => {
    await consume(message('o-1'), message('o-2'));
    expect(lines).toMatchObject([
      { message: 'consumed', orderId: 'o-1', messageId: 'm-o-1' },
      { message: 'consumed', orderId: 'o-2', messageId: 'm-o-2' },
      { message: 'messages', batch: 2, batchFailures: 0 },
    ]);
    expect(lines[2]).not.toHaveProperty('orderId');
    expect(lines[2]).not.toHaveProperty('messageId');
  });

  it('follows the debug lines of an invocation that runs out of time', async () => {
    const briefly = { ...context, getRemainingTimeInMillis: () => 410 };
    const never = invocation('schedule', () => {
      log.debug('waiting');
      return new Promise<void>(() => {});
    });
    void never({}, briefly as Context);
    await vi.waitFor(() =>
      expect(lines).toMatchObject([
        { level: 'DEBUG', message: 'waiting' },
        { level: 'ERROR', message: 'run', error: 'TimeIsUp' },
      ]),
    );
  });

  it('says nothing that a handler must not let out, and neither does what Lambda gets', async () => {
    const thrown = new Error('no ada@example.com');
    const failing = invocation('deploy', () => Promise.reject(thrown))({}, context);
    await expect(failing).rejects.toThrow('no [redacted]');
    expect(JSON.stringify(lines)).not.toContain('ada@');
  });
});
