import { describe, expect, it } from 'vitest';
import type { DomainEvent } from '../contracts/events.ts';
import { keyText } from './key.ts';
import { announce } from './outbox.ts';

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
