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

const announced = (sequence: number) =>
  announce({ type: 'order.created', pk: keyText('ORDER', 'o1'), subject: 'o1', sequence, data });

const eventOf = (sequence: number) => {
  const write = announced(sequence);
  return ('put' in write ? write.put.event : undefined) as DomainEvent;
};

describe('announce', () => {
  it('writes a CloudEvent under the aggregate, in the order of its sequence', () => {
    const keys = [1, 2, 10].map((sequence) => {
      const write = announced(sequence);
      return 'put' in write ? write.put.sk : '';
    });

    expect(keys).toEqual([...keys].sort());
    expect(eventOf(1)).toMatchObject({
      specversion: '1.0',
      type: 'order.created',
      source: '/orders',
      subject: 'o1',
      dataschema: 'urn:shop:event:order.created:1',
      traceparent: expect.stringMatching(/^00-/),
    });
  });

  it('refuses an event that does not fit its schema', () => {
    const broken = { ...data, total: { amount: 1.5, currency: 'EUR' } };
    expect(() =>
      announce({
        type: 'order.created',
        pk: keyText('p'),
        subject: 'o1',
        sequence: 1,
        data: broken,
      }),
    ).toThrow();
  });
});

describe('consumer', () => {
  const message = (messageId: string, body: string) => ({ messageId, body, attributes: {} });
  const good = JSON.stringify(eventOf(1));

  it.each([
    ['no JSON', 'oops'],
    ['another type', JSON.stringify({ ...eventOf(1), type: 'order.confirmed' })],
    ['another version', JSON.stringify({ ...eventOf(1), dataschema: 'urn:shop:event:order.created:9' })],
    ['a type of no event', JSON.stringify({ ...eventOf(1), type: 'toString' })],
    ['no data', JSON.stringify({ ...eventOf(1), data: undefined })],
    [
      'a wrong amount',
      JSON.stringify({ ...eventOf(1), data: { ...data, total: { amount: '5', currency: 'EUR' } } }),
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
