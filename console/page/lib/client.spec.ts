import { afterEach, expect, it, vi } from 'vitest';
import { ask, Failed } from './client.ts';

afterEach(() => void vi.unstubAllGlobals());

const json = { 'content-type': 'application/json; charset=utf-8' };

it('says which answer it has, and keeps it when that is the answer still', async () => {
  const fetched = vi.fn(async (_address: string, { headers }: RequestInit) =>
    new Headers(headers).get('if-none-match') === '"1"'
      ? new Response(null, { status: 304, headers: { ...json, etag: '"1"' } })
      : new Response('{"a":1}', { headers: { ...json, etag: '"1"' } }),
  );
  vi.stubGlobal('fetch', fetched);
  const first = await ask('/read/a');
  const again = await ask('/read/a');
  expect(first).toEqual({ a: 1 });
  expect(again).toBe(first);
  expect(fetched).toHaveBeenCalledTimes(2);
});

it.each([
  ['no answer', () => Promise.reject(new TypeError('Failed to fetch'))],
  [
    'half an answer',
    async () =>
      new Response(new ReadableStream({ start: (stream) => stream.error(new TypeError('cut off')) })),
  ],
])('says that the console does not answer when there is %s', async (_, answer) => {
  vi.stubGlobal('fetch', answer);
  await expect(ask('/read/b')).rejects.toThrow(Failed);
});
