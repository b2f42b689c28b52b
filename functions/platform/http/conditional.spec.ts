import type { APIGatewayProxyEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { requirePreconditions } from '../preconditions.ts';
import { answerConditionally, readPreconditions } from './conditional.ts';

type Headers = Record<string, string | string[]>;

const eventOf = (headers: Headers): APIGatewayProxyEvent => {
  const lines = Object.entries(headers).map(([name, value]) => [name, [value].flat()] as const);
  return {
    httpMethod: 'GET',
    headers: Object.fromEntries(lines.map(([name, values]) => [name, values.at(-1)])),
    multiValueHeaders: Object.fromEntries(lines),
  } as unknown as APIGatewayProxyEvent;
};
const answer = (etag?: string) => ({
  statusCode: 200,
  headers: { ...(etag && { etag }), 'content-type': 'application/json', 'cache-control': 'no-cache' },
  body: '{}',
});

/** What a read of version "7" and a change of it are answered with, and a change where there is nothing (RFC 9110, 13). */
const CASES: [what: string, headers: Headers, read: number, change: number, creation: number][] = [
  ['no condition', {}, 200, 200, 201],
  ['If-Match of the version', { 'If-Match': '"7"' }, 200, 200, 412],
  ['If-Match in another case of the name', { 'if-match': '"6"' }, 412, 412, 412],
  ['If-Match of another version', { 'If-Match': '"6"' }, 412, 412, 412],
  ['If-Match of the version, weak', { 'If-Match': 'W/"7"' }, 412, 412, 412],
  ['If-Match of several, with it', { 'If-Match': '"6", "7"' }, 200, 200, 412],
  ['If-Match of several, without it', { 'If-Match': '"5","6"' }, 412, 412, 412],
  ['If-Match of several, with it weak', { 'If-Match': '"6", W/"7"' }, 412, 412, 412],
  ['If-Match with empty elements', { 'If-Match': ', "6",,\t"7" ,' }, 200, 200, 412],
  ['If-Match on two lines', { 'If-Match': ['"7"', '"6"'] }, 200, 200, 412],
  ['If-Match with a comma inside a tag', { 'If-Match': '"6,7"' }, 412, 412, 412],
  ['If-Match of an empty tag', { 'If-Match': '""' }, 412, 412, 412],
  ['If-Match of anything', { 'If-Match': '*' }, 200, 200, 412],
  ['If-Match of anything, with blanks', { 'If-Match': ' * ' }, 200, 200, 412],
  ['If-None-Match of the version', { 'If-None-Match': '"7"' }, 304, 412, 201],
  ['If-None-Match of the version, weak', { 'If-None-Match': 'W/"7"' }, 304, 412, 201],
  ['If-None-Match of another version', { 'If-None-Match': '"6"' }, 200, 200, 201],
  ['If-None-Match of several, with it', { 'If-None-Match': 'W/"6", W/"7"' }, 304, 412, 201],
  ['If-None-Match of several, without it', { 'If-None-Match': '"5", W/"6"' }, 200, 200, 201],
  ['If-None-Match of anything', { 'If-None-Match': '*' }, 304, 412, 201],
  ['If-Match that holds, before If-None-Match', { 'If-Match': '"7"', 'If-None-Match': '"7"' }, 304, 412, 412],
  ['If-Match that does not, before it', { 'If-Match': '"6"', 'If-None-Match': '"7"' }, 412, 412, 412],
  ['both that hold', { 'If-Match': '"7"', 'If-None-Match': '"6"' }, 200, 200, 412],
  ['both of anything', { 'If-Match': '*', 'If-None-Match': '*' }, 304, 412, 412],
];

const statusOf = (work: () => number): number => {
  try {
    return work();
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'preconditionFailed' });
    return 412;
  }
};

describe('conditions', () => {
  it.each(CASES)('%s', (_, headers, read, change, creation) => {
    const event = eventOf(headers);
    const changing = (version: number | undefined, done: number) =>
      statusOf(() => {
        requirePreconditions(readPreconditions(event), version);
        return done;
      });

    expect({
      read: statusOf(() => answerConditionally(event, answer('"7"')).statusCode),
      change: changing(7, 200),
      creation: changing(undefined, 201),
    }).toEqual({ read, change, creation });
  });

  it('that hold spare a read its body, and keep what says what it is', () => {
    expect(answerConditionally(eventOf({ 'If-None-Match': '"7"' }), answer('"7"'))).toEqual({
      statusCode: 304,
      headers: { etag: '"7"', 'cache-control': 'no-cache' },
      body: '',
    });
  });

  it('match a weak version of a read weakly', () => {
    expect(answerConditionally(eventOf({ 'If-None-Match': '"7"' }), answer('W/"7"')).statusCode).toBe(304);
  });

  it.each([
    ['without a version', answer(), { 'If-None-Match': '*' }],
    ['that is refused', { ...answer('"7"'), statusCode: 404 }, { 'If-Match': '"6"' }],
    ['without a version, whatever the condition', answer(), { 'If-Match': 'what' }],
  ])('do not touch an answer %s', (_, given, headers) => {
    expect(answerConditionally(eventOf(headers), given)).toBe(given);
  });

  it.each([
    '7',
    '"7',
    '7"',
    '"7" "6"',
    '*, "7"',
    '"7", *',
    'w/"7"',
    'W/ "7"',
    '',
    ' ',
    ',',
    '"7"x',
    '"a"b"',
    "'7'",
  ])('that cannot be read are refused: %s', (value) => {
    for (const name of ['If-Match', 'If-None-Match'])
      expect(() => readPreconditions(eventOf({ [name]: value }))).toThrow(
        expect.objectContaining({ code: 'invalid', message: expect.stringContaining(name) }),
      );
  });
});
