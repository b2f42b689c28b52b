import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId } from '../../../functions/platform/id.ts';
import type { Stage } from '../stage.ts';
import { expressionOf, traceMap, traces } from './traces.ts';

describe('traces', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  const stage = {
    access: { prefix: 'shop-local-' },
    xray: { config: {}, send: async () => ({ TraceSummaries: [] }) },
  } as unknown as Stage;

  it.each([traces, traceMap])('are the same answer while nothing happens', async (read) => {
    const first = await read.run(stage, {});
    vi.setSystemTime(Date.now() + 60_000);
    expect(await read.run(stage, {})).toEqual(first);
  });
});

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
