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

it('looks at no time that ends before it begins', async () => {
  const xray = { config: {}, send: async () => Promise.reject(new Error('StartTime is after EndTime')) };
  const stage = { access: { prefix: 'shop-local-' }, xray } as unknown as Stage;
  const filter = { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' };
  await expect(traces.run(stage, filter)).rejects.toThrow('the time ends before it begins');
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
