import type { User } from './user.ts';

/**
 * What a user's next password link is good for.
 *
 * @param seconds how long it works, from now on.
 */
export const linkFor = ({ epoch }: User, seconds: number) => ({
  epoch,
  expiresAt: new Date(Date.now() + seconds * 1000).toISOString(),
});
