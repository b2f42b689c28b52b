import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import type { Operation } from '../../contracts/http/operation.ts';
import type { Caller } from './caller.ts';
import { answerConditionally } from './conditional.ts';
import { cors } from './cors.ts';
import { httpInvocation } from './http-invocation.ts';
import { onlyMethod } from './methods.ts';
import { problems } from './problem.ts';
import { type Reply, toProxyResult } from './response.ts';
import { securityHeaders } from './security-headers.ts';

/** An event whose caller is known, unless anybody may call. */
export type Event = APIGatewayProxyEvent & { caller?: Caller };

/** What an operation answers to an event that has passed the middleware. */
export type Answering<O extends Operation> = (event: Event) => Promise<Reply<O>>;

/**
 * The middleware of every operation: invocation, method, headers, problem details, conditions; and `guards`, which turn away who may
 * not call, or not so often. They are handed over, since what they need is a third of a bundle.
 */
export function answering<const O extends Operation>(
  operation: O,
  answer: Answering<O>,
  guards: readonly MiddlewareObj<Event, APIGatewayProxyResult>[] = [],
) {
  const method = operation.route.split(' ')[0]!;
  const base = middy<Event, APIGatewayProxyResult>()
    // What comes first here has the last word on an answer, and on what problems() makes of an error.
    .use(cors())
    .use(securityHeaders(operation))
    .use(problems());
  for (const guard of guards) base.use(guard);
  const handler = base.handler(async (event) => {
    const reply = await answer(event);
    const result = toProxyResult(reply, operation.answers[reply.status]?.contentType);
    return method === 'GET' ? answerConditionally(event, result) : result;
  });
  return httpInvocation(onlyMethod<Event>(method, async (event, context) => handler(event, context)));
}
