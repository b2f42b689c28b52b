import { createHmac, randomBytes } from 'node:crypto';
import type { SessionName } from './session-repository.ts';

const SHAPE = /^([\w-]{1,64})\.([\w-]{22})\.([\w-]{43})$/;

/** The name of a new session. It is random, since whoever knows it can end the session. */
export const newSessionName = (userId: string): SessionName => ({
  userId,
  sessionId: randomBytes(16).toString('base64url'),
});

/** The first token of a session: user, session, and a secret of 256 bits. For clients it is opaque. */
export const newRefreshToken = ({ userId, sessionId }: SessionName): string =>
  `${userId}.${sessionId}.${randomBytes(32).toString('base64url')}`;

/** The second input of `successorOf`, beside the token that was used. */
export const newSeed = (): string => randomBytes(32).toString('base64url');

/**
 * The token that replaces one that was used: HMAC-SHA256 (RFC 2104) of that token and the seed in the table, so that the same
 * use gives the same token again. Neither the old token nor the table alone is enough to compute it.
 */
export const successorOf = (used: string, seed: string, { userId, sessionId }: SessionName): string =>
  `${userId}.${sessionId}.${createHmac('sha256', seed).update(used).digest('base64url')}`;

/** The session that a token belongs to; undefined for what is not a refresh token. */
export function readRefreshToken(token: string): SessionName | undefined {
  const [, userId, sessionId] = SHAPE.exec(token) ?? [];
  return userId && sessionId ? { userId, sessionId } : undefined;
}
