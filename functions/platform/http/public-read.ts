import type { Operation } from '../../contracts/http/operation.ts';
import { answering } from './answering.ts';
import type { Reply } from './response.ts';

/** What anybody may read, without saying anything: limitedBy() counts no such request. */
type PublicRead = Operation & {
  access: 'public';
  route: `GET /${string}`;
  path?: undefined;
  query?: undefined;
  body?: undefined;
};

/**
 * An endpoint that gives everybody the same answer and asks for nothing. It is an `endpoint` without all that one has for callers
 * and for what they send: tokens, limits, and the client of the table in which those are counted.
 *
 * @example export const handler = publicRead(getJwks, async () => ok(keys));
 */
export const publicRead = <const O extends PublicRead>(operation: O, read: () => Promise<Reply<O>>) =>
  answering<O>(operation, read);
