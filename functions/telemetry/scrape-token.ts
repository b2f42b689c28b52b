import { createHash, timingSafeEqual } from 'node:crypto';
import { ServiceError } from '../platform/service-error.ts';

/** What the environment says where anybody may scrape: a stage on this machine, whose API is on loopback alone. */
export const OPEN = 'open';

const sha256 = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Lets through who has the scrape token. The function knows no more of it than its SHA-256, in hexadecimal digits, so that whoever
 * reads the function's configuration learns nothing; two hashes are compared in constant time.
 *
 * @param expected the hash; OPEN lets everybody in; without either there is no token that anybody could have.
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
