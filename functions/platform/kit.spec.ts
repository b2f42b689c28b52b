import { afterEach, describe, expect, it, vi } from 'vitest';
import { ListQuery } from '../contracts/http/schemas.ts';
import { readConfig, required } from './config.ts';
import { listOf, readCursor } from './http/list.ts';
import { withRetries } from './jitter.ts';
import { describeError } from './log.ts';
import { ServiceError } from './service-error.ts';

afterEach(() => vi.unstubAllEnvs());

describe('readConfig', () => {
  it('names every variable that is missing', () => {
    vi.stubEnv('HERE', 'x');
    vi.stubEnv('EMPTY', '');

    expect(readConfig({ HERE: required })).toEqual({ HERE: 'x' });
    expect(() => readConfig({ HERE: required, EMPTY: required, UNAVAILABLE: required })).toThrow(
      /EMPTY.*UNAVAILABLE/,
    );
  });
});

describe('lists', () => {
  it.each([
    ['nothing', undefined, { limit: 20 }],
    ['a limit', { limit: '100' }, { limit: 100 }],
  ])('take %s', (_, query, expected) => {
    expect(ListQuery.parse(query ?? {})).toEqual(expected);
  });

  it.each([['0'], ['101'], ['-1'], ['1.5'], ['x'], ['']])('refuse the limit %j', (limit) => {
    expect(ListQuery.safeParse({ limit }).success).toBe(false);
  });

  it('give out a cursor that leads to the last item, and null at the end', () => {
    const page = { items: [{ id: 'a' }, { id: 'b' }], last: { pk: 'x' } };
    const list = listOf(
      page,
      (item) => item,
      (item) => item.id,
    );

    expect(readCursor(list.next!)).toBe('b');
    expect(listOf({ items: page.items }, String, String).next).toBeNull();
  });

  it.each([['%%%'], ['e30'], [Buffer.from('a#b').toString('base64url')]])(
    'refuse the cursor %j',
    (cursor) => {
      expect(() => readCursor(cursor)).toThrow(ServiceError);
    },
  );
});

describe('withRetries', () => {
  const options = { attempts: 4, baseMs: 1, capMs: 2, when: (thrown: unknown) => thrown === 'again' };

  it('calls until it works', async () => {
    const call = vi
      .fn()
      .mockRejectedValueOnce('again')
      .mockRejectedValueOnce('again')
      .mockResolvedValue('done');

    expect(await withRetries(call, options)).toBe('done');
    expect(call).toHaveBeenCalledTimes(3);
  });

  it.each([
    ['what is not worth it', 'no', 1],
    ['after its last attempt', 'again', 4],
  ])('gives up: %s', async (_, thrown, times) => {
    const call = vi.fn().mockRejectedValue(thrown);

    await expect(withRetries(call, options)).rejects.toBe(thrown);
    expect(call).toHaveBeenCalledTimes(times);
  });
});

describe('describeError', () => {
  it('follows the causes', () => {
    const error = new Error('outer', { cause: new TypeError('inner') });

    expect(describeError(error)).toMatchObject({
      error: 'Error',
      detail: 'outer',
      cause: { error: 'TypeError' },
    });
    expect(describeError('text')).toEqual({ error: 'text' });
  });
});
