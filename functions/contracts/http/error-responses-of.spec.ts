import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { ROLES } from '../roles.ts';
import { errorResponsesOf } from './error-responses-of.ts';
import { operation } from './operation.ts';

const bare = {
  route: 'GET /things',
  id: 'getThings',
  summary: 'Things',
  access: 'public',
  answers: { 200: { description: 'Things' } },
} as const;

describe('errorResponsesOf', () => {
  it.each([
    ['nothing to take and open to all', {}, [503]],
    ['a query', { query: z.strictObject({}) }, [400, 503]],
    ['a body', { body: z.strictObject({}) }, [400, 413, 415, 503]],
    ['a role', { access: ['staff'] as const }, [401, 403, 429, 503]],
    ['any role', { access: ROLES }, [401, 429, 503]],
    ['a change that nobody has to sign in for', { route: 'POST /things' as const }, [429, 503]],
    ['an Idempotency-Key', { idempotent: true }, [400, 409, 422, 503]],
    ['conditions', { conditional: true }, [400, 412, 503]],
    ['an ETag', { answers: { 200: { description: 'A', headers: { etag: 'Its' } } } }, [400, 412, 503]],
    ['error responses of its own', { refuses: { 404: 'None', 429: 'Slow down' } }, [404, 429, 503]],
  ])('follows from %s', (_, more, statuses) => {
    expect([...errorResponsesOf(operation({ ...bare, ...more })).keys()]).toEqual(statuses);
  });

  it("gives the operation's own reason where it has one", () => {
    const reasons = errorResponsesOf(operation({ ...bare, idempotent: true, refuses: { 422: 'Not sold' } }));
    expect(reasons.get(422)).toBe('Not sold');
    expect(reasons.get(409)).toMatch(/Idempotency-Key/);
  });
});
