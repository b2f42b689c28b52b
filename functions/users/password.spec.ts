import { describe, expect, it } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

describe('passwords', () => {
  it('are verified by their hash, whatever the Unicode form they were typed in', async () => {
    const hash = await hashPassword('caf\u00e9 and cake');

    expect(await verifyPassword('cafe\u0301 and cake', hash)).toBe(true);
    expect(await verifyPassword('cafe and cake', hash)).toBe(false);
  });

  it('stand with their parameters and a salt of their own in each hash', async () => {
    const [one, two] = await Promise.all([hashPassword('same'), hashPassword('same')]);

    expect(one).toMatch(/^scrypt\$16384\$8\$5\$/);
    expect(one).not.toBe(two);
  });

  it('without an account are refused after the same work', async () => {
    expect(await verifyPassword('anything', undefined)).toBe(false);
  });

  it('hashed with other parameters still verify', async () => {
    const older = 'scrypt$1024$8$1$MDEyMzQ1Njc4OWFiY2RlZg==$';
    const { scryptSync } = await import('node:crypto');
    const key = scryptSync('old', Buffer.from('0123456789abcdef'), 32, { N: 1024, r: 8, p: 1 });

    expect(await verifyPassword('old', older + key.toString('base64'))).toBe(true);
  });
});
