import { STATUS_CODES } from 'node:http';
import type { MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { log } from '../log.ts';
import { ServiceError, STATUS } from '../service-error.ts';
import { currentTraceId } from '../tracing/current.ts';

/**
 * Turns whatever was thrown into application/problem+json (RFC 9457). What the caller did wrong is said in full;
 * what went wrong inside is only logged: no stack and no cause leaves the function.
 */
export const problems = (): MiddlewareObj<APIGatewayProxyEvent, APIGatewayProxyResult> => ({
  name: 'problems',
  onError: (request) => {
    request.response = problemOf(request.error, request.event);
  },
});

/** The answer to a request that failed. */
export function problemOf(thrown: unknown, event: APIGatewayProxyEvent): APIGatewayProxyResult {
  const error = ServiceError.from(thrown);
  const status = STATUS[error.code];
  if (status >= 500) log.error('request failed', thrown);
  return {
    statusCode: status,
    headers: {
      'content-type': 'application/problem+json',
      ...error.headers,
      ...(status === 401 && { 'www-authenticate': 'Bearer' }),
      ...(status === 503 && { 'retry-after': '1' }),
      ...(error.retryAfter !== undefined && { 'retry-after': String(error.retryAfter) }),
    },
    body: JSON.stringify({
      type: 'about:blank',
      title: STATUS_CODES[status],
      status,
      detail: error.message,
      instance: event.path,
      traceId: currentTraceId() ?? '',
      errors: error.violations,
    }),
  };
}
