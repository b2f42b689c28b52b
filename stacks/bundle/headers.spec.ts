import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Headers } from './headers.ts';

const NAMES = ['a', 'A', 'grpc-status', 'Content-Type', 'x_y', '', 'a b', 'a:b', 'ü', 'a\n'];
const VALUES = ['', 'x', ' x\t', 'a, b', 'é', 'a\tb', 'a\rb', 'a\nb', '\0', '\u0101', '\r\nx\n', '1'];
const name = fc.constantFrom(...NAMES);
const value = fc.constantFrom(...VALUES);

/** Anything that is done with headers, by its method and what that is given. */
const step = fc.oneof(
  fc.tuple(fc.constantFrom('append', 'set'), name, value),
  fc.tuple(fc.constantFrom('get', 'has', 'delete'), name),
);

/** What a call gives, or that it throws a TypeError. */
function outcome(call: () => unknown): unknown {
  try {
    return call();
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(TypeError);
    return 'TypeError';
  }
}

/** All that can be read of headers. */
const told = (headers: globalThis.Headers | Headers) => {
  const each: string[][] = [];
  headers.forEach((text, field) => void each.push([field, text]));
  return {
    each,
    all: [...headers],
    entries: [...headers.entries()],
    keys: [...headers.keys()],
    values: [...headers.values()],
  };
};

describe('the headers of bundles, beside those of Node', () => {
  it('answer and refuse alike, whatever is done with them', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 8 }), (steps) => {
        const both = [new Headers(), new globalThis.Headers()] as const;
        for (const [method, ...given] of steps) {
          const [ours, theirs] = both.map((headers) => outcome(() => (headers as never)[method](...given)));
          expect(ours, JSON.stringify([method, given])).toEqual(theirs);
        }
        expect(told(both[0])).toEqual(told(both[1]));
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<[what: string, init: unknown]>([
    ['nothing', undefined],
    ['an object', { b: '1', A: ' 2 ' }],
    [
      'pairs',
      [
        ['b', '1'],
        ['a', '2'],
        ['B', '3'],
      ],
    ],
    ['other headers', new globalThis.Headers({ b: '1', a: '2' })],
    ['headers of its own', new Headers({ b: '1', a: '2' })],
    ['a map', new Map([['b', '1']])],
    ['a value that is none', { a: undefined }],
    ['a name that is none', { 'a b': '1' }],
    ['a name alone', [['a']]],
    ['more than a name and a value', [['a', '1', '2']]],
    ['null', null],
    ['a text', 'ab'],
    ['a number', 1],
  ])('are made alike of %s', (_, init) => {
    const made = [Headers, globalThis.Headers].map((Kind) => outcome(() => told(new Kind(init as never))));
    expect(made[0]).toEqual(made[1]);
  });
});
