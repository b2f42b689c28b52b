import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type * as z from 'zod/mini';
import { limitedBy } from '../../contracts/http/limited-by.ts';
import type { Operation } from '../../contracts/http/operation.ts';
import type { Preconditions } from '../preconditions.ts';
import { authenticate, type Caller } from './authenticate.ts';
import { answerConditionally } from './conditional.ts';
import { cors } from './cors.ts';
import { httpInvocation } from './http-invocation.ts';
import { type AlreadyRead, type Guesser, readInput } from './input.ts';
import { onlyMethod } from './methods.ts';
import { problems } from './problem.ts';
import { rateLimit } from './rate-limit.ts';
import { type Reply, toProxyResult } from './response.ts';
import { securityHeaders } from './security-headers.ts';

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

/** An event whose caller is known, unless anybody may call. */
export type Event = APIGatewayProxyEvent & { caller?: Caller };

/** What an operation answers to an event that has passed the middleware. */
type Answering<O extends Operation> = (event: Event) => Promise<Reply<O>>;

/**
 * The middleware of every operation: invocation, method, headers, token and roles, rate limit, problem
 * details, conditions.
 */
export function withMiddleware<const O extends Operation>(operation: O, answer: Answering<O>) {
  const method = operation.route.split(' ')[0]!;
  const base = middy<Event, APIGatewayProxyResult>()
    // What comes first here has the last word on an answer, and on what problems() makes of an error.
    .use(cors())
    .use(securityHeaders(operation))
    .use(problems());
  if (operation.access !== 'public') base.use(authenticate(operation.access));
  const by = limitedBy(operation);
  if (by) base.use(rateLimit(by));
  if (operation.mails) base.use(rateLimit('mails'));
  const handler = base.handler(async (event) => {
    const reply = await answer(event);
    const result = toProxyResult(reply, operation.answers[reply.status]?.contentType);
    return method === 'GET' ? answerConditionally(event, result) : result;
  });
  return httpInvocation(onlyMethod<Event>(method, async (event, context) => handler(event, context)));
}

/**
 * The one way to write an HTTP function: the operation says who may call it and what it takes and answers, the
 * handler what it does. One that is `idempotent` is an idempotentEndpoint.
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
