import { createHash } from 'node:crypto';
import type { Key } from '../kit/table.ts';

/**
 * Where failures to sign in are counted: under a hash of the address as it was typed, so that an address without an
 * account is counted like any other, and nobody reads in the table who tried what.
 */
export const attemptsKey = (email: string): Key => ({
  pk: `ATTEMPTS#${createHash('sha256').update(email).digest('base64url')}`,
  sk: 'ATTEMPTS',
});
