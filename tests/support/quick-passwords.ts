import type { BinaryLike, ScryptOptions } from 'node:crypto';
import { vi } from 'vitest';

type Scrypt = (
  password: BinaryLike,
  salt: BinaryLike,
  length: number,
  options: ScryptOptions,
  done: (error: Error | null, key: Buffer) => void,
) => void;

const QUICK = 2 ** 10;

/**
 * Hashes passwords with 1/80 of the work, in the functions that a test calls itself: at its full work a hash takes longer
 * than all else of a sign-in. What the work is, functions/users/password.spec.ts holds; the deployed shop does all of it.
 */
vi.mock('node:crypto', async (original) => {
  const crypto = await original<typeof import('node:crypto')>();
  const scrypt: Scrypt = (password, salt, length, { N = QUICK, ...options }, done) =>
    crypto.scrypt(password, salt, length, { ...options, N: Math.min(N, QUICK), p: 1 }, done);
  return { ...crypto, scrypt };
});
