import { scrypt, scryptSync } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { hashPassword, isOutgrown, verifyPassword } from './password.ts';

vi.mock('node:crypto', async (load) => {
  const crypto = await load<typeof import('node:crypto')>();
  return { ...crypto, scrypt: vi.fn(crypto.scrypt) };
});

describe('passwords', () => {
  it('match their hash in every Unicode normalization form', async () => {
    const hash = await hashPassword('caf\u00e9 and cake');

    expect(await verifyPassword('cafe\u0301 and cake', hash)).toBe(true);
    expect(await verifyPassword('cafe and cake', hash)).toBe(false);
  });

  it('are hashed with their own salt, and the hash has the parameters', async () => {
    const [one, two] = await Promise.all([hashPassword('same'), hashPassword('same')]);

    expect(one).toMatch(/^scrypt\$16384\$8\$5\$/);
    expect(one).not.toBe(two);
  });

  it('are refused after the same work when there is no account', async () => {
    const known = await hashPassword('something');
    vi.mocked(scrypt).mockClear();

    expect(await verifyPassword('anything', known)).toBe(false);
    expect(await verifyPassword('anything', undefined)).toBe(false);
    const [one, two, ...more] = vi
      .mocked(scrypt)
      .mock.calls.map(([, salt, bytes, options]) => [(salt as Buffer).length, bytes, options]);
    expect(two).toEqual(one);
    expect(more).toEqual([]);
  });

  it.each([
    ['less memory', 'scrypt$1024$8$1$c2FsdA==$a2V5', true],
    ['less work', 'scrypt$16384$8$1$c2FsdA==$a2V5', true],
    ['the same', 'scrypt$16384$8$5$c2FsdA==$a2V5', false],
    ['more', 'scrypt$131072$8$1$c2FsdA==$a2V5', false],
  ])('hashed with %s than today (%s): made anew is %s', (_, hash, anew) => {
    expect(isOutgrown(hash)).toBe(anew);
  });

  it('hashed with other parameters still verify', async () => {
    const older = 'scrypt$1024$8$1$MDEyMzQ1Njc4OWFiY2RlZg==$';
    const key = scryptSync('old', Buffer.from('0123456789abcdef'), 32, { N: 1024, r: 8, p: 1 });

    expect(await verifyPassword('old', older + key.toString('base64'))).toBe(true);
  });
});
