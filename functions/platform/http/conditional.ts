import type { APIGatewayProxyEvent, APIGatewayProxyResult } from 'aws-lambda';
import { failedPrecondition, type Preconditions, preconditionFailed } from '../preconditions.ts';
import { ServiceError } from '../service-error.ts';
import { headerLines } from './headers.ts';

/** One entity tag (RFC 9110, 8.8.3): what stands in the quotes may be anything but a quote, a comma too. */
const TAG = /(?:W\/)?"[\x21\x23-\x7e\x80-\xff]*"/y;
const BETWEEN = /[\t ]*(?:,[\t ]*)*/y;

/**
 * The conditions that a request comes with.
 *
 * @throws ServiceError `invalid` for what is neither `*` nor a list of entity tags: a condition that cannot be read must
 *   not count as none.
 */
export function readPreconditions(event: APIGatewayProxyEvent): Preconditions {
  const [ifMatch, ifNoneMatch] = [asked(event, 'If-Match'), asked(event, 'If-None-Match')];
  return { ...(ifMatch && { ifMatch }), ...(ifNoneMatch && { ifNoneMatch }) };
}

function asked(event: APIGatewayProxyEvent, name: string): '*' | string[] | undefined {
  const lines = headerLines(event, name);
  if (lines.length === 0) return undefined;
  const text = lines.join(',');
  if (text.trim() === '*') return '*';
  const tags = tagsIn(text);
  if (tags) return tags;
  throw new ServiceError('invalid', `Send ${name} as * or as ETags that reads gave, each in double quotes.`);
}

/** @returns undefined when it is no list of entity tags. Empty elements of a list are passed over (5.6.1.2). */
function tagsIn(text: string): string[] | undefined {
  const tags: string[] = [];
  let at = 0;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    at += found?.length ?? 0;
    return found;
  };
  take(BETWEEN);
  while (at < text.length) {
    const tag = take(TAG);
    const between = take(BETWEEN) ?? '';
    if (tag === undefined || (at < text.length && !between.includes(','))) return undefined;
    tags.push(tag);
  }
  return tags.length > 0 ? tags : undefined;
}

/**
 * Answers a read by its conditions: 304 without a body when If-None-Match names what the client would get, 412 when
 * If-Match does not. What is refused, or has no ETag, is answered as it is (13.2.1).
 *
 * @throws ServiceError `invalid` or `preconditionFailed`.
 */
export function answerConditionally(
  event: APIGatewayProxyEvent,
  result: APIGatewayProxyResult,
): APIGatewayProxyResult {
  const etag = result.headers?.etag;
  if (typeof etag !== 'string' || result.statusCode !== 200) return result;
  const failed = failedPrecondition(readPreconditions(event), etag);
  if (failed === 'ifMatch') throw preconditionFailed(failed);
  if (failed === undefined) return result;
  const { 'content-type': _, ...headers } = result.headers ?? {};
  return { statusCode: 304, headers, body: '' };
}
