import { ServiceError } from '../platform/service-error.ts';
import type { User } from './user.ts';

/** The owner of a token, and the account's epoch when it was issued. Tokens of an external issuer have no epoch. */
export interface TokenHolder {
  id: string;
  epoch?: number | undefined;
}

/**
 * Compares a token's epoch with the account's. An access token is valid for 15 minutes without a look-up; but a token from
 * before the last change of the password can change no credentials and delete nothing.
 *
 * @throws ServiceError `unauthenticated`, so that a client refreshes, which fails too, and then signs in.
 */
export function requireCurrent({ epoch }: TokenHolder, user: Pick<User, 'epoch'>): void {
  if (epoch === user.epoch) return;
  throw new ServiceError(
    'unauthenticated',
    'The password was changed since this token was issued: sign in again.',
  );
}
