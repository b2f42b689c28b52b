import { describe, expect, it } from 'vitest';
import { newId } from '../../../functions/platform/id.ts';
import { expressionOf } from './traces.ts';

describe('expressionOf', () => {
  it.each([
    [{}, undefined],
    [{ kind: 'work' as const, failed: true, service: 'orders' }, undefined],
    [{ kind: 'requests' as const, atLeast: 1500 }, 'http.url BEGINSWITH "http" AND duration >= 1.5'],
    [{ order: 'o-1' }, 'annotation.order_id = "o-1"'],
  ])('asks X-Ray for what it can tell of %j', (filter, expression) => {
    expect(expressionOf(filter)).toBe(expression);
  });

  it('finds whatever names an order by how all their ids begin', () => {
    const [, start = '?'] = /BEGINSWITH "(.*)"/.exec(expressionOf({ kind: 'orders' }) ?? '') ?? [];
    expect(newId().startsWith(start)).toBe(true);
  });
});
