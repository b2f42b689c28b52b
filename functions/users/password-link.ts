import type { User } from './user.ts';

/**
 * What the token of a user's password link says.
 *
 * @param seconds how long the link works, from now on.
 */
export const linkFor = ({ epoch }: User, seconds: number) => ({
  epoch,
  expiresAt: new Date(Date.now() + seconds * 1000).toISOString(),
});
