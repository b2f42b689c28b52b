import { ROLES } from '../roles.ts';
import { limitedBy } from './limited-by.ts';
import type { Operation, ProblemStatus } from './operation.ts';

/** Why an operation refuses when it says nothing of its own about it. */
export const REASONS: Readonly<Record<ProblemStatus, string>> = {
  400: 'The request is malformed; `errors` says where and why',
  401: 'No token, or one that is not valid (any more)',
  403: 'The token lacks the role that this needs',
  404: 'There is no such thing, or it is not yours',
  409: 'A request with this Idempotency-Key is still being worked on',
  412: 'It is not the version that If-Match names, or is what If-None-Match asks not to be there',
  413: 'The body is too large',
  415: 'The body is not application/json in UTF-8, or is compressed',
  422: 'The Idempotency-Key came with another body before',
  429: 'Too many requests; Retry-After says when to come again',
  503: 'Something failed inside, or is overloaded; the same request may succeed later',
};

/** Whether it is a read whose answer can be named by its version: conditions are honoured then. */
export const hasTag = ({ route, answers }: Pick<Operation, 'route' | 'answers'>): boolean =>
  route.startsWith('GET ') && answers[200]?.headers?.etag !== undefined;

/** The statuses that follow from what an operation takes and whom it lets in. */
function impliedBy(operation: Operation): ProblemStatus[] {
  const { access, path, query, body, idempotent } = operation;
  const conditional = operation.conditional || hasTag(operation);
  return [
    ...(path || query || body || idempotent || conditional ? [400 as const] : []),
    ...(access === 'public' ? [] : [401 as const]),
    ...(access === 'public' || ROLES.every((role) => access.includes(role)) ? [] : [403 as const]),
    ...(body ? ([413, 415] as const) : []),
    ...(idempotent ? ([409, 422] as const) : []),
    ...(conditional ? [412 as const] : []),
    ...(limitedBy(operation) ? [429 as const] : []),
    503,
  ];
}

/**
 * Every status with which an operation can refuse, with the reason: what follows from its declaration, and what it
 * says of its own in `refuses`. The document and the tests both go by this.
 *
 * @example errorResponsesOf(getProduct) // Map { 400 => 'The request is…', 404 => 'There is no such product', 503 => … }
 */
export function errorResponsesOf(operation: Operation): Map<ProblemStatus, string> {
  const own = operation.refuses ?? {};
  const statuses = new Set([...impliedBy(operation), ...(Object.keys(own).map(Number) as ProblemStatus[])]);
  return new Map(
    [...statuses].sort((a, b) => a - b).map((status) => [status, own[status] ?? REASONS[status]]),
  );
}
