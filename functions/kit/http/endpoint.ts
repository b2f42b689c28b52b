import middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type * as z from 'zod/mini';
import { beginLog, log } from '../log.ts';
import { authenticate, type Caller, type Role } from './authenticate.ts';
import { type Input, type InputSchemas, input } from './input.ts';
import { problems } from './problem.ts';

type Schema = z.core.$ZodType | undefined;
type Parsed<S extends Schema> = S extends z.core.$ZodType ? z.infer<S> : undefined;

interface EndpointOptions<A, P extends Schema, Q extends Schema, B extends Schema> extends InputSchemas {
  /** Who may call: anybody, or somebody with a token that holds one of these roles. */
  access: A;
  path?: P;
  query?: Q;
  body?: B;
  handle: (request: {
    caller: A extends 'public' ? undefined : Caller;
    path: Parsed<P>;
    query: Parsed<Q>;
    body: Parsed<B>;
    /** Empty unless the endpoint is `idempotent`. */
    idempotencyKey: string;
  }) => Promise<APIGatewayProxyResult>;
}

const requestLog = () => ({
  name: 'requestLog',
  before: ({ event, context }: middy.Request<APIGatewayProxyEvent, APIGatewayProxyResult, Error, Context>) =>
    beginLog({ requestId: context.awsRequestId, trace: process.env._X_AMZN_TRACE_ID, route: route(event) }),
});

const route = (event: APIGatewayProxyEvent) => `${event.httpMethod} ${event.resource}`;

/**
 * The one way to write an HTTP function: who may call it, what it takes, what it does. Around the handler, Middy
 * runs the same middleware for all: log context, token and roles, parsing, problem details.
 *
 * @example
 * export const handler = endpoint({
 *   access: ['customer'],
 *   path: z.object({ id: z.string() }),
 *   handle: async ({ caller, path }) => ok(await orders.get(caller.id, path.id)),
 * });
 */
export function endpoint<
  const A extends 'public' | readonly Role[],
  P extends Schema = undefined,
  Q extends Schema = undefined,
  B extends Schema = undefined,
>(options: EndpointOptions<A, P, Q, B>) {
  const base = middy<APIGatewayProxyEvent & { input?: Input; caller?: Caller }, APIGatewayProxyResult>()
    .use(requestLog())
    .use(problems());
  if (options.access !== 'public') base.use(authenticate(options.access));
  return base.use(input(options)).handler(async (event) => {
    const request = { ...event.input, caller: event.caller };
    const response = await options.handle(request as Parameters<typeof options.handle>[0]);
    log.info('request', { status: response.statusCode });
    return response;
  });
}
