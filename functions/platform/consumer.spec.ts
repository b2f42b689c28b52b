import type { SQSEvent } from 'aws-lambda';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { DomainEvent } from '../contracts/events.ts';
import { consumer } from './consumer.ts';
import { keyText } from './key.ts';
import { announce } from './outbox.ts';

beforeAll(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterAll(() => void vi.restoreAllMocks());

const data = {
  orderId: 'o1',
  customerId: 'c1',
  items: [{ sku: 'a', quantity: 1, unitPrice: { amount: 5, currency: 'EUR' } }],
  total: { amount: 5, currency: 'EUR' },
};

const order = announce({
  type: 'order.created',
  pk: keyText('ORDER', 'o1'),
  subject: 'o1',
  sequence: 1,
  data,
});
const created = ('put' in order ? order.put.event : undefined) as DomainEvent;

describe('consumer', () => {
  const message = (messageId: string, body: string) => ({ messageId, body, attributes: {} });
  const good = JSON.stringify(created);

  it.each([
    ['no JSON', 'oops'],
    ['another type', JSON.stringify({ ...created, type: 'order.confirmed' })],
    ['another version', JSON.stringify({ ...created, dataschema: 'urn:shop:event:order.created:9' })],
    ['a type of no event', JSON.stringify({ ...created, type: 'toString' })],
    ['no data', JSON.stringify({ ...created, data: undefined })],
    [
      'a wrong amount',
      JSON.stringify({ ...created, data: { ...data, total: { amount: '5', currency: 'EUR' } } }),
    ],
  ])('names a poison message and handles the others: %s', async (_, body) => {
    const handled: string[] = [];
    const consume = consumer({ 'order.created': async (event) => void handled.push(event.id) });
    const event = { Records: [message('m1', body), message('m2', good)] } as unknown as SQSEvent;

    expect(await consume(event)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
    expect(handled).toHaveLength(1);
  });

  it('names a message whose handling failed', async () => {
    const consume = consumer({ 'order.created': () => Promise.reject(new Error('table is away')) });
    const event = { Records: [message('m1', good)] } as unknown as SQSEvent;

    expect(await consume(event)).toEqual({ batchItemFailures: [{ itemIdentifier: 'm1' }] });
  });
});
