import type { Message } from '@aws-sdk/client-sqs';
import { describe, expect, it, vi } from 'vitest';
import type { Line } from '../logs/line.ts';
import { orderNamedIn, whyFailed } from './why-failed.ts';

const line = (fields: object, at = 1_000): Line => ({
  id: JSON.stringify([fields, at]),
  at,
  fn: 'orders-start-saga',
  stream: 's',
  text: JSON.stringify(fields),
});
const message = (id: string, body: unknown): Message => ({
  MessageId: id,
  Body: typeof body === 'string' ? body : JSON.stringify(body),
  Attributes: { SentTimestamp: '500' },
});
const failed = (messageId: string, error: string) => ({
  level: 'ERROR',
  message: 'message not consumed',
  messageId,
  error,
  detail: `${error} it is`,
});

const why = (short: string, messages: Message[], lines: Line[] = []) => {
  const search = vi.fn(async () => lines);
  const names = ['orders-start-saga', 'orders-publish-outbox', 'telemetry-count-metrics'];
  const functions = names.map((name) => ({ short: name, name, logGroup: name }));
  return { search, found: whyFailed({ functions, search }, { short }, messages) };
};

describe('whyFailed', () => {
  it('tells of each dead letter what its consumer has logged last about it', async () => {
    const { found, search } = why(
      'orders-start-saga-dead',
      [message('m1', 'no JSON'), message('m2', {}), message('m3', {})],
      [
        line(failed('m1', 'ZodError')),
        line(failed('m1', 'TypeError'), 2_000),
        line({ level: 'INFO', message: 'consumed', messageId: 'm2' }),
        line(failed('other', 'Error')),
      ],
    );

    expect(Object.fromEntries(await found)).toEqual({
      m1: {
        error: 'TypeError',
        detail: 'TypeError it is',
        at: '1970-01-01T00:00:02.000Z',
        fn: 'orders-start-saga',
      },
    });
    expect(search).toHaveBeenCalledWith({
      functions: [expect.objectContaining({ short: 'orders-start-saga' })],
      terms: ['m1', 'm2', 'm3'],
      from: 500,
    });
  });

  it('finds what Lambda gave up on by the id of the invocation', async () => {
    const given = { requestContext: { requestId: 'r1' }, DDBStreamBatchInfo: {} };
    const thrown = {
      level: 'ERROR',
      message: 'not published',
      requestId: 'r1',
      error: 'NotFound',
      detail: 'x',
    };
    const { found } = why('orders-publish-outbox-failed', [message('m1', given)], [line(thrown)]);

    expect((await found).get('m1')).toMatchObject({ error: 'NotFound', detail: 'x' });
  });

  it.each([
    [
      'a record that was set aside',
      'orders-publish-outbox-failed',
      { setAside: { pk: 'a', sk: 'b' }, reason: 'type: Unknown event type' },
      { detail: 'type: Unknown event type' },
    ],
    [
      'a parked order',
      'orders-parked',
      {
        orderId: 'o',
        failure: { Error: 'Timeout' },
        refundFailure: { Error: 'Unavailable', Cause: '{"errorMessage":"payments is away"}' },
      },
      { error: 'RefundPayment: Unavailable', detail: 'payments is away' },
    ],
    [
      'an invocation that failed',
      'telemetry-count-metrics-failed',
      { requestContext: { requestId: 'r' }, responsePayload: { errorType: 'Error', errorMessage: 'no' } },
      { error: 'Error', detail: 'no' },
    ],
    [
      'an overdue reservation',
      'inventory-overdue-reservations',
      { orderId: 'o', heldAt: '2026-01-01' },
      { detail: expect.stringContaining('held since 2026-01-01') },
    ],
  ])('takes the word of %s, and asks no log', async (_, short, body, expected) => {
    const { found, search } = why(short, [message('m1', body)]);

    expect((await found).get('m1')).toEqual(expected);
    expect(search).not.toHaveBeenCalled();
  });

  it.each([
    ['[{"path":["data","total"],"message":"Invalid input"}]', 'data.total: Invalid input'],
    ['[{"path":[],"message":"Invalid input"}]', 'the message: Invalid input'],
    ['[what is no JSON]', '[what is no JSON]'],
  ])('tells %s as %s', async (detail, expected) => {
    const { found } = why(
      'orders-start-saga-dead',
      [message('m1', {})],
      [line({ ...failed('m1', 'ZodError'), detail })],
    );
    expect((await found).get('m1')?.detail).toBe(expected);
  });

  it('leaves out what nobody tells of', async () => {
    expect((await why('orders-gone-dead', [message('m1', 'x')]).found).size).toBe(0);
  });
});

describe('orderNamedIn', () => {
  it.each([
    ['a parked order', { orderId: 'o1' }, 'o1'],
    ['an event about stock', { type: 'stock.reserved', subject: 's', data: { orderId: 'o2' } }, 'o2'],
    ["an order's event of a form that nobody knows", { type: 'order.odd', subject: 'o3', data: 1 }, 'o3'],
    ['a record of an order', { setAside: { pk: 'ORDER#o4', sk: 'EVENT#1' }, reason: 'r' }, 'o4'],
    ["a user's event", { type: 'user.created', subject: 'u', data: { userId: 'u' } }, undefined],
    ['markup', { orderId: '<img src=x>' }, undefined],
    ['a list', [1], undefined],
    ['nothing', null, undefined],
  ])('finds it in %s', (_, body, expected) => {
    expect(orderNamedIn(JSON.stringify(body))).toBe(expected);
  });

  it('finds none in what is no JSON, and in nothing', () => {
    expect([orderNamedIn('{'), orderNamedIn(undefined)]).toEqual([undefined, undefined]);
  });
});
