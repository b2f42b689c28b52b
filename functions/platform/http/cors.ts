import type middy from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import * as z from 'zod/mini';
import { readConfig } from '../config.ts';
import { header } from './headers.ts';

/** What scripts of another origin may read beside what they always may (Fetch standard: CORS-safelisted headers). */
const EXPOSED =
  'device-token, etag, location, retry-after, grpc-status, grpc-message, grpc-status-details-bin';

/** The origins that the deployment lets in, with commas in between. @returns none unless configured */
export function allowedOrigins(): ReadonlySet<string> {
  const { CORS_ORIGINS: text } = readConfig({ CORS_ORIGINS: z._default(z.string(), '') });
  return new Set(text.split(',').filter(Boolean));
}

/**
 * The CORS headers of an answer: scripts of the request's origin may read it if that origin is allowed. A caller is identified
 * by a token that the script sends itself, never by a cookie, so credentials are not allowed.
 */
export function corsHeaders(
  event: APIGatewayProxyEvent,
  origins: ReadonlySet<string>,
): Record<string, string> {
  if (origins.size === 0) return {};
  const origin = header(event, 'origin');
  // The answer depends on the origin, so a cache has to keep one for each.
  const vary = { vary: 'origin' };
  if (origin === undefined || !origins.has(origin)) return vary;
  return { ...vary, 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED };
}

/** Lets scripts of the allowed origins read answers and error responses. */
export function cors(): middy.MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> {
  const origins = allowedOrigins();
  const add = (request: middy.Request<APIGatewayProxyEvent, APIGatewayProxyResult>) => {
    if (!request.response) return;
    request.response.headers = { ...request.response.headers, ...corsHeaders(request.event, origins) };
  };
  return { name: 'cors', after: add, onError: add };
}
