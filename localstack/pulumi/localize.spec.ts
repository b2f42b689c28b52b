import { expect, it } from 'vitest';
import { localizer } from './localize.ts';

const localize = localizer('http://127.0.0.1:4566');

it.each([
  [
    'https://abc1.execute-api.us-east-1.amazonaws.com/local/',
    'http://127.0.0.1:4566/_aws/execute-api/abc1/local/',
  ],
  ['https://abc1.execute-api.eu-west-1.amazonaws.com', 'http://127.0.0.1:4566/_aws/execute-api/abc1'],
  [
    '{"url":"https://abc1.execute-api.us-east-1.amazonaws.com"}',
    '{"url":"http://127.0.0.1:4566/_aws/execute-api/abc1"}',
  ],
  ['https://sqs.us-east-1.amazonaws.com/000000000000/mail', 'http://127.0.0.1:4566/000000000000/mail'],
  ['https://xyz.lambda-url.us-east-1.on.aws/', 'http://127.0.0.1:4566/_aws/lambda-url/xyz/'],
  ['https://sqs.us-east-1.amazonaws.com/', 'https://sqs.us-east-1.amazonaws.com/'],
  ['sqs.amazonaws.com', 'sqs.amazonaws.com'],
  ['https://example.org/', 'https://example.org/'],
])('%s becomes %s', (aws, here) => {
  expect(localize(aws)).toBe(here);
});
