import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import * as z from 'zod/mini';
import { readConfig } from '../config.ts';
import { ServiceError } from '../service-error.ts';
import { allowedOrigins, corsHeaders } from './cors.ts';
import { problemOf } from './problem.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

/** For so long a browser need not ask again, in seconds: Chrome keeps it no longer. */
const KEPT_SECONDS = 2 * 60 * 60;

/** What scripts may send: what operations take, and the headers of Connect and gRPC-Web. */
const HEADERS = [
  'authorization, content-type, device-token, idempotency-key, if-match, if-none-match',
  'connect-protocol-version, connect-timeout-ms, grpc-timeout, x-grpc-web, x-user-agent',
].join(', ');

type Handler<E extends APIGatewayProxyEvent> = (event: E, context: Context) => Promise<APIGatewayProxyResult>;

/**
 * Gives a function its method, and HEAD with GET. One function of each path gets every method that no other has
 * (stacks/gateway/methods.ts) and is told all of the path: it answers OPTIONS, and 405 with Allow (RFC 9110, 15.5.6) before
 * anything else is looked at.
 */
export function onlyMethod<E extends APIGatewayProxyEvent>(own: string, handler: Handler<E>): Handler<E> {
  const { ALLOWED_METHODS: deployed } = readConfig({ ALLOWED_METHODS: z.optional(z.string()) });
  const allow = deployed ?? (own === 'GET' ? 'GET, HEAD, OPTIONS' : `${own}, OPTIONS`);
  const origins = allowedOrigins();
  return async (event, context) => {
    const { httpMethod } = event;
    if (httpMethod === own || (httpMethod === 'HEAD' && own === 'GET')) return handler(event, context);
    const headers = {
      ...SECURITY_HEADERS,
      'cache-control': 'no-store',
      ...corsHeaders(event, origins),
      allow,
    };
    if (httpMethod === 'OPTIONS') return options(headers, allow);
    const refused = problemOf(new ServiceError('methodNotAllowed', `This path knows ${allow}.`), event);
    return { ...refused, headers: { ...refused.headers, ...headers } };
  };
}

/** What a path knows; and, for a browser that asks before it lets a script of another origin send a request, what that may be. */
const options = (headers: Record<string, string>, allow: string): APIGatewayProxyResult => ({
  statusCode: 204,
  headers: {
    ...headers,
    ...('access-control-allow-origin' in headers && {
      'access-control-allow-methods': allow,
      'access-control-allow-headers': HEADERS,
      'access-control-max-age': String(KEPT_SECONDS),
    }),
  },
  body: '',
});
