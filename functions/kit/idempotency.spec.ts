import { describe, expect, it } from 'vitest';
import { rememberOnce } from './idempotency.ts';
import { ConditionFailed } from './table.ts';

const once = (request: unknown) => rememberOnce<string>({ customerId: 'c', key: 'k', request });

/** What the table says when the record is there already. */
const standing = (request: unknown, answer: string) => {
  const write = once(request).write(answer);
  return new ConditionFailed(new Map([['idempotency', 'put' in write ? write.put : undefined]]));
};

describe('rememberOnce', () => {
  it('gives the first answer again for the same request', () => {
    expect(once({ a: 1 }).replay(standing({ a: 1 }, 'first'))).toBe('first');
  });

  it('refuses the key with another request', () => {
    expect(() => once({ a: 2 }).replay(standing({ a: 1 }, 'first'))).toThrow(
      expect.objectContaining({ code: 'refused' }),
    );
  });

  it('has no answer when something else stood in the way', () => {
    expect(once({}).replay(new ConditionFailed(new Map([['order', undefined]])))).toBeUndefined();
  });

  it('keeps the keys of two customers apart', () => {
    const keyOf = (customerId: string) => {
      const write = rememberOnce({ customerId, key: 'k', request: {} }).write('');
      return 'put' in write ? write.put.pk : undefined;
    };
    expect(keyOf('c')).not.toBe(keyOf('d'));
  });
});
