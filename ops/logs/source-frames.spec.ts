import { describe, expect, it } from 'vitest';
import { SourceFrames } from './source-frames.ts';

/** The first ten columns come from line 1, what follows from line 3. */
const MAP = JSON.stringify({
  version: 3,
  names: [],
  sources: ['functions/orders/place.ts'],
  mappings: 'AAAA,UAEI',
});
const HASH = '3f2a9c12ab34';

describe('SourceFrames', () => {
  it.each([
    [`at t (orders/api/place-order.${HASH}.mjs:1:11)`, 'at functions/orders/place.ts:3:5'],
    [`at async t.write (orders/rpc.${HASH}.mjs:1:1)`, 'at async functions/orders/place.ts:1:1'],
    [`at new $e (rpc.${HASH}.mjs:1:1)`, 'at functions/orders/place.ts:1:1'],
    [`at get body [as body] (rpc.${HASH}.mjs:1:1)`, 'at functions/orders/place.ts:1:1'],
    [`at async orders/rpc.${HASH}.mjs:1:1`, 'at async functions/orders/place.ts:1:1'],
    [`it broke (orders/rpc.${HASH}.mjs:1:1)`, 'it broke (functions/orders/place.ts:1:1)'],
    [
      JSON.stringify({
        stack: `    at f (node:fs:1:2)\n    at g (rpc.${HASH}.mjs:1:12)\n    at rpc.${HASH}.mjs:1:2`,
      }),
      JSON.stringify({
        stack:
          '    at f (node:fs:1:2)\n    at functions/orders/place.ts:3:5\n    at functions/orders/place.ts:1:1',
      }),
    ],
  ])('resolves %s', (text, resolved) => {
    expect(new SourceFrames(() => MAP).resolve(text)).toBe(resolved);
  });

  it.each([
    'at place (file:///var/task/index.mjs:1:28)',
    'at node:internal/process/task_queues:104:5',
    `at f (orders/api/place-order.${HASH}.mjs:7:1)`,
    'no frame at all',
  ])('leaves %s as it is', (text) => {
    expect(new SourceFrames(() => MAP).resolve(text)).toBe(text);
  });

  it('reads a map once, and says which it does not have', () => {
    const asked: string[] = [];
    const frames = new SourceFrames((hash) => {
      asked.push(hash);
      return undefined;
    });
    const text = `at f (orders/rpc.${HASH}.mjs:1:1)`;
    expect(frames.hint()).toBeUndefined();
    expect(frames.resolve(`${text} ${text}`)).toBe(`${text} ${text}`);
    expect(asked).toEqual([HASH]);
    expect(frames.hint()).toContain(HASH);
  });
});
