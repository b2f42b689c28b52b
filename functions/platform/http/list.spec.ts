import { describe, expect, it } from 'vitest';
import { ListQuery } from '../../contracts/http/schemas.ts';
import { ServiceError } from '../service-error.ts';
import { listOf, readCursor } from './list.ts';

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
