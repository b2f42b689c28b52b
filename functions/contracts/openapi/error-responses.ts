import { STATUS_CODES } from 'node:http';
import { REASONS } from '../http/error-responses-of.ts';
import type { ProblemStatus } from '../http/operation.ts';
import type { JsonSchema } from './schemas.ts';

const statuses = Object.keys(REASONS).map(Number) as ProblemStatus[];

/** `PayloadTooLarge` for 413: the component for operations that give no reason of their own. */
const nameOf = (status: ProblemStatus) => STATUS_CODES[status]!.replaceAll(/\W/g, '');

const HEADERS: Partial<Record<ProblemStatus, Record<string, JsonSchema>>> = {
  401: {
    'WWW-Authenticate': {
      description: 'How to sign in. In AWS the API Gateway calls it x-amzn-remapped-www-authenticate.',
      schema: { type: 'string', const: 'Bearer' },
    },
  },
  429: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
  503: { 'Retry-After': { $ref: '#/components/headers/RetryAfter' } },
};

/** What is wrong with an input, for the example of a 400. */
const EXAMPLE_ERRORS = [
  { pointer: '/items/0/quantity', detail: 'Invalid input: expected int, received number' },
];

/** The answer with which an operation refuses: problem details, with an example. */
function response(status: ProblemStatus, reason: string): JsonSchema {
  const example = {
    type: 'about:blank',
    title: STATUS_CODES[status],
    status,
    detail: `${reason}.`,
    instance: '/stage/path',
    traceId: '5759e988bd862e3fe1be46a994272793',
    errors: status === 400 ? EXAMPLE_ERRORS : [],
  };
  return {
    description: reason,
    ...(HEADERS[status] && { headers: HEADERS[status] }),
    content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' }, example } },
  };
}

/** The error responses that all operations share, once. */
export const sharedErrorResponses = (): Record<string, JsonSchema> =>
  Object.fromEntries(statuses.map((status) => [nameOf(status), response(status, REASONS[status])]));

/** One error response of an operation: the shared one, unless it has a reason of its own. */
export const errorResponseOf = (status: ProblemStatus, reason: string): JsonSchema =>
  reason === REASONS[status]
    ? { $ref: `#/components/responses/${nameOf(status)}` }
    : response(status, reason);
