import { afterEach, expect, it, vi } from 'vitest';
import { ask } from './client.ts';

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
