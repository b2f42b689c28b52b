import { ServiceError } from '../platform/service-error.ts';
import type { User } from './user.ts';

/** Whose token it is, and the epoch of the account when it was issued. Tokens of another issuer have none. */
export interface TokenHolder {
  id: string;
  epoch?: number | undefined;
}

/**
 * Holds a token against the account as it is now. An access token is good for 15 minutes wherever nobody looks anything
 * up; where it changes who gets in, or deletes, a token from before the last change of the password does nothing.
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
