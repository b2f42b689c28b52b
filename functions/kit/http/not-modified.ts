import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { header } from './input.ts';

/** Tags are compared weakly here (RFC 9110, 13.1.2): a proxy that compresses makes them weak. */
const tags = (value: string): string[] => value.split(',').map((tag) => tag.trim().replace(/^W\//, ''));

/**
 * Spares a client what it has: a GET whose answer has an ETag becomes 304 without a body when If-None-Match names
 * that tag.
 */
export function notModified(
  event: APIGatewayProxyEvent,
  result: APIGatewayProxyResult,
): APIGatewayProxyResult {
  const etag = result.headers?.etag;
  const known = header(event, 'if-none-match');
  if (event.httpMethod !== 'GET' || typeof etag !== 'string' || known === undefined) return result;
  if (known.trim() !== '*' && !tags(known).includes(etag.replace(/^W\//, ''))) return result;
  const { 'content-type': _, ...headers } = result.headers ?? {};
  return { statusCode: 304, headers, body: '' };
}
