import { createHmac, randomBytes } from 'node:crypto';
import type { SessionName } from './session-repository.ts';

const SHAPE = /^([\w-]{1,64})\.([\w-]{22})\.([\w-]{43})$/;

/** A name for a new session: not to be guessed, because who knows it can end it. */
export const newSessionName = (userId: string): SessionName => ({
  userId,
  sessionId: randomBytes(16).toString('base64url'),
});

/** The first token of a session: whose, which, and a secret of 256 bits. Clients see one opaque word. */
export const newRefreshToken = ({ userId, sessionId }: SessionName): string =>
  `${userId}.${sessionId}.${randomBytes(32).toString('base64url')}`;

/** What the successor of a token is made of, beside the token itself. */
export const newSeed = (): string => randomBytes(32).toString('base64url');

/**
 * The token that takes the place of one that was used. It follows from that one and the seed that the table keeps (HMAC-SHA256,
 * RFC 2104), so that the same use gives the same token again; neither who has an old token nor who reads the table can make it.
 */
export const successorOf = (used: string, seed: string, { userId, sessionId }: SessionName): string =>
  `${userId}.${sessionId}.${createHmac('sha256', seed).update(used).digest('base64url')}`;

/** The session that a token belongs to; undefined for what was never a token. */
export function readRefreshToken(token: string): SessionName | undefined {
  const [, userId, sessionId] = SHAPE.exec(token) ?? [];
  return userId && sessionId ? { userId, sessionId } : undefined;
}
