import type { APIGatewayProxyEvent } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { notModified } from './not-modified.ts';

const answer = {
  statusCode: 200,
  headers: { etag: '"7"', 'content-type': 'application/json', 'cache-control': 'no-cache' },
  body: '{}',
};
const asked = (tag: string | undefined, httpMethod = 'GET') =>
  ({
    httpMethod,
    headers: tag === undefined ? {} : { 'If-None-Match': tag },
  }) as unknown as APIGatewayProxyEvent;

describe('notModified', () => {
  it.each(['"7"', 'W/"7"', '"6", "7"', '*'])('spares the body when the client has it: %s', (tag) => {
    expect(notModified(asked(tag), answer)).toEqual({
      statusCode: 304,
      headers: { etag: '"7"', 'cache-control': 'no-cache' },
      body: '',
    });
  });

  it.each([
    ['another version', asked('"6"'), answer],
    ['no version', asked(undefined), answer],
    ['a change', asked('"7"', 'PUT'), answer],
    ['an answer without a tag', asked('*'), { ...answer, headers: {} }],
  ])('leaves the answer as it is: %s', (_, event, given) => {
    expect(notModified(event, given)).toBe(given);
  });
});
