import { afterEach, expect, it, vi } from 'vitest';
import { ensureEngine } from './engine.ts';
import { assertServices } from './services.ts';

vi.mock('./services.ts', () => ({ assertServices: vi.fn() }));
afterEach(() => vi.clearAllMocks());

const named = (AWS_ENDPOINT_URL: string) => ensureEngine({ name: 'local', env: { AWS_ENDPOINT_URL } });

it.each([
  ['of AWS', 'https://dynamodb.us-east-1.amazonaws.com', /private network/],
  ['anywhere else', 'http://example.com:4566', /private network/],
  ['that is none', 'localhost', /is not an address/],
])('an address %s is refused before anything is sent to it', async (_, url, line) => {
  await expect(named(url)).rejects.toMatchObject({ line: expect.stringMatching(line) });
  expect(assertServices).not.toHaveBeenCalled();
});

it('an engine that the user names is asked for what the program needs, and taken as it is', async () => {
  const endpoint = 'http://127.0.0.1:4999';
  expect(await named('http://localhost:4999/')).toEqual({ name: 'local', endpoint, external: true });
  expect(assertServices).toHaveBeenCalledWith(endpoint);
});
