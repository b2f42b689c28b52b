import { describe, expect, it } from 'vitest';
import { BusinessRejection, ServiceError } from '../service-error.ts';
import { safeToThrow } from './thrown.ts';

const EMAIL = 'ada@example.com';

/** All that Lambda's own line about an error says. */
const told = (thrown: unknown) =>
  JSON.stringify(
    thrown instanceof Error
      ? { ...thrown, name: thrown.name, message: thrown.message, stack: thrown.stack }
      : thrown,
  );

describe('safeToThrow', () => {
  it.each([
    new Error('away'),
    new BusinessRejection('OutOfStock', 'sku-1: 3 asked, 2 left'),
    Object.assign(new Error('x'), { code: 'EPIPE' }),
  ])('leaves an error as it is that says nothing secret: %s', (thrown) =>
    expect(safeToThrow(thrown)).toBe(thrown),
  );

  it.each<[string, unknown]>([
    ['its message', new RangeError(`no ${EMAIL}`)],
    ['a field', Object.assign(new RangeError('x'), { email: EMAIL })],
    [
      'an object of its fields',
      Object.assign(new RangeError('x'), { reasons: [{ Item: { who: { S: EMAIL } } }] }),
    ],
    ['its stack', Object.assign(new RangeError('x'), { stack: `RangeError: ${EMAIL}\n    at f (a.ts:1:1)` })],
  ])('takes out of an error what is secret in %s, and keeps its name', (_, thrown) => {
    const safe = safeToThrow(thrown);
    expect(told(safe)).not.toContain(EMAIL);
    expect(safe).toMatchObject({ name: 'RangeError', stack: expect.stringContaining('    at ') });
  });

  it('keeps what a ServiceError says', () => {
    expect(safeToThrow(new ServiceError('unavailable', 'Come again.'))).toMatchObject({
      name: 'ServiceError',
      message: 'Come again.',
    });
  });

  it.each([`no ${EMAIL}`, { email: EMAIL }, undefined, null, 1n])(
    'lets through what is no error: %s',
    (thrown) => {
      expect(String(told(safeToThrow(thrown)))).not.toContain(EMAIL);
    },
  );

  it('makes an error of what cannot be read', () => {
    const { proxy, revoke } = Proxy.revocable(new Error('x'), {});
    revoke();
    expect(() => safeToThrow(proxy)).not.toThrow();
  });
});
