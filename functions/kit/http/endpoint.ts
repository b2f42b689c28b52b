import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type * as z from 'zod/mini';
import { limitedBy } from '../../contracts/http/limited-by.ts';
import type { Operation } from '../../contracts/http/operation.ts';
import { beginLog, log } from '../log.ts';
import { authenticate, type Caller } from './authenticate.ts';
import { cors } from './cors.ts';
import { type Guesser, type Input, input } from './input.ts';
import { notModified } from './not-modified.ts';
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
  /** Empty unless the operation is `idempotent`. */
  idempotencyKey: string;
  /** The version that If-Match names; undefined without the header, or when any version will do. */
  ifMatch: string | undefined;
  /** Who gives a password; empty unless the operation is `guessable`. */
  by: Guesser;
}

const requestLog = () => ({
  name: 'requestLog',
  before: ({ event, context }: middy.Request<APIGatewayProxyEvent, APIGatewayProxyResult, Error, Context>) =>
    beginLog({ requestId: context.awsRequestId, trace: process.env._X_AMZN_TRACE_ID, route: route(event) }),
});

const route = (event: APIGatewayProxyEvent) => `${event.httpMethod} ${event.resource}`;

/**
 * The one way to write an HTTP function: the operation says who may call it and what it takes and answers, the
 * handler what it does. Around it, Middy runs the same middleware for all: log context, headers, token and roles,
 * rate limit, parsing, problem details.
 *
 * @example
 * export const handler = endpoint(getOrder, async ({ caller, path }) => ok(await orders.get(caller.id, path.id)));
 */
export function endpoint<const O extends Operation>(
  operation: O,
  handle: (request: Request<O>) => Promise<Reply<O>>,
) {
  const base = middy<APIGatewayProxyEvent & { input?: Input; caller?: Caller }, APIGatewayProxyResult>()
    .use(requestLog())
    // What comes first here has the last word on an answer, and on what problems() makes of an error.
    .use(cors())
    .use(securityHeaders(operation))
    .use(problems());
  if (operation.access !== 'public') base.use(authenticate(operation.access));
  const by = limitedBy(operation);
  if (by) base.use(rateLimit(by));
  return base.use(input(operation)).handler(async (event) => {
    const request = { ...event.input, caller: event.caller };
    const reply = await handle(request as Request<O>);
    log.info('request', { status: reply.status });
    return notModified(event, toProxyResult(reply, operation.answers[reply.status]?.contentType));
  });
}
