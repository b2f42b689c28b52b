import { randomBytes } from 'node:crypto';
import type { SessionName } from './session-repository.ts';

const SHAPE = /^([\w-]{1,64})\.([\w-]{22})\.([\w-]{43})$/;

/** A name for a new session: not to be guessed, because who knows it can end it. */
export const newSessionName = (userId: string): SessionName => ({
  userId,
  sessionId: randomBytes(16).toString('base64url'),
});

/** A new token of a session: whose, which, and a secret of 256 bits. Clients see one opaque word. */
export const newRefreshToken = ({ userId, sessionId }: SessionName): string =>
  `${userId}.${sessionId}.${randomBytes(32).toString('base64url')}`;

/** The session that a token belongs to; undefined for what was never a token. */
export function readRefreshToken(token: string): SessionName | undefined {
  const [, userId, sessionId] = SHAPE.exec(token) ?? [];
  return userId && sessionId ? { userId, sessionId } : undefined;
}
