import type * as z from 'zod/mini';
import { limitedBy } from '../../contracts/http/limited-by.ts';
import type { Operation } from '../../contracts/http/operation.ts';
import type { Preconditions } from '../preconditions.ts';
import { type Answering, answering, type Event } from './answering.ts';
import { authenticate, type Caller } from './authenticate.ts';
import { type AlreadyRead, type Guesser, readInput } from './input.ts';
import { rateLimit } from './rate-limit.ts';
import type { Reply } from './response.ts';

type Parsed<S> = S extends z.core.$ZodType ? z.infer<S> : undefined;

/** A request as its handler has it: parsed, and by a caller who may. */
export interface Request<O extends Operation> {
  caller: O['access'] extends 'public' ? undefined : Caller;
  path: Parsed<O['path']>;
  query: Parsed<O['query']>;
  body: Parsed<O['body']>;
  /** What If-Match and If-None-Match ask for; none unless the operation is `conditional`. */
  preconditions: Preconditions;
  /** The account whose password the request contains; empty unless the operation is `guessable`. */
  by: Guesser;
}

/**
 * The middleware of an operation that takes something, or that not everybody may call: that of every operation
 * (answering.ts), token and roles, rate limits.
 */
export function withMiddleware<const O extends Operation>(operation: O, answer: Answering<O>) {
  const by = limitedBy(operation);
  return answering<O>(operation, answer, [
    ...(operation.access === 'public' ? [] : [authenticate(operation.access)]),
    ...(by ? [rateLimit(by)] : []),
    ...(operation.mails ? [rateLimit('mails')] : []),
  ]);
}

/**
 * The way to write an HTTP function: the operation says who may call it and what it takes and answers, the
 * handler what it does. One that is `idempotent` is an idempotentEndpoint, and what
 * everybody may read, asked for nothing, a publicRead.
 *
 * @example
 * export const handler = endpoint(getOrder, async ({ caller, path }) => ok(await orders.get(caller.id, path.id)));
 */
export const endpoint = <const O extends Operation>(
  operation: O extends { idempotent: true } ? never : O,
  handle: (request: Request<O>) => Promise<Reply<O>>,
) => withMiddleware<O>(operation, (event) => handle(requestOf<O>(operation, event)));

/** @throws ServiceError when there is something wrong with what the operation takes. */
export const requestOf = <O extends Operation>(
  operation: O,
  event: Event,
  already?: AlreadyRead,
): Request<O> => ({ ...readInput(operation, event, already), caller: event.caller }) as Request<O>;
