import { describe, expect, it } from 'vitest';
import { openApiDocument } from '../../../functions/contracts/openapi/document.ts';
import { holdAgainst, type OpenApiDocument } from './held.ts';

const faultsOf = holdAgainst(openApiDocument() as unknown as OpenApiDocument);
const json = { 'content-type': 'application/json' };
const problem = { 'content-type': 'application/problem+json' };
const user = {
  id: 'u',
  name: 'Ada',
  email: 'ada@example.com',
  emailVerified: false,
  createdAt: '2026-01-01T00:00:00.000Z',
};
const refused = (status: number) => ({
  type: 'about:blank',
  title: 'No',
  status,
  detail: 'No.',
  instance: '/users',
  traceId: '5759e988bd862e3fe1be46a994272793',
  errors: [],
});
const came = (status: number, headers: Record<string, string>, body: unknown) => ({
  status,
  headers: new Headers(headers),
  text: body === '' ? '' : JSON.stringify(body),
});

describe('an answer of POST /users', () => {
  it.each([
    ['as promised', came(201, { ...json, location: '/users/u' }, user)],
    ['a error response', came(409, problem, refused(409))],
    ['a shared error response', came(503, { ...problem, 'retry-after': '1' }, refused(503))],
  ])('is fine: %s', (_, answer) => {
    expect(faultsOf('POST /users', answer)).toEqual([]);
  });

  it.each([
    ['another status', came(200, json, user), /200 is not documented/],
    ['no Location', came(201, json, user), /header Location is missing/],
    ['a field too few', came(201, { ...json, location: '/' }, { ...user, name: undefined }), /name/],
    ['a field too many', came(201, { ...json, location: '/' }, { ...user, password: 'p' }), /additional/],
    [
      'a time that is none',
      came(201, { ...json, location: '/' }, { ...user, createdAt: 'now' }),
      /date-time/,
    ],
    ['a error response as JSON', came(409, json, refused(409)), /content type/],
    ['a error response without a detail', came(409, problem, { status: 409 }), /detail/],
    ['a Retry-After in words', came(503, { ...problem, 'retry-after': 'soon' }, refused(503)), /Retry-After/],
    ['no Retry-After', came(503, problem, refused(503)), /Retry-After is missing/],
  ])('is found fault with: %s', (_, answer, fault) => {
    expect(faultsOf('POST /users', answer).join()).toMatch(fault);
  });
});
