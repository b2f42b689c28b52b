import { createHash, timingSafeEqual } from 'node:crypto';
import { ServiceError } from '../platform/service-error.ts';

/** The setting by which anybody may scrape: of local stages, whose API listens on loopback alone. */
export const OPEN = 'open';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Refuses callers without the scrape token. The function's configuration has only the token's SHA-256, in hexadecimal digits,
 * so that reading the configuration is no way in; the hashes are compared in constant time.
 *
 * @param expected the hash; OPEN lets everybody in; undefined lets nobody in.
 * @throws ServiceError `unauthenticated`.
 */
export function checkScrapeToken(authorization: string | undefined, expected: string | undefined): void {
  if (expected === OPEN) return;
  const token = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
  const isRight =
    token !== undefined &&
    expected !== undefined &&
    /^[0-9a-f]{64}$/.test(expected) &&
    timingSafeEqual(sha256(token), Buffer.from(expected, 'hex'));
  if (!isRight)
    throw new ServiceError('unauthenticated', 'Send the scrape token: Authorization: Bearer <token>.');
}
