import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { poll } from './wait.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** When a condition that never comes true is asked (ms). */
async function askedAt(options: Parameters<typeof poll>[1]): Promise<number[]> {
  const began = Date.now();
  const asked: number[] = [];
  const polling = poll(() => {
    asked.push(Date.now() - began);
    return false;
  }, options);
  await vi.runAllTimersAsync();
  expect(await polling).toBeUndefined();
  return asked;
}

describe('poll', () => {
  it('asks in equal steps, and once more at the very end', async () => {
    expect(await askedAt({ timeoutMs: 350, everyMs: 100 })).toEqual([0, 100, 200, 300, 350]);
  });

  it('asks at least twice', async () => {
    expect(await askedAt({ timeoutMs: 1, everyMs: 100 })).toEqual([0, 1]);
  });

  it('asks the less often the longer it waits, if told, and never a long time after it could have known', async () => {
    const asked = await askedAt({ timeoutMs: 60_000, everyMs: 100, slowing: true });
    expect(asked.slice(0, 9)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800]);
    expect(asked.length).toBeLessThan(60);
    for (const [index, at] of asked.slice(1).entries())
      expect(at - asked[index]!).toBeLessThanOrEqual(Math.min(2_000, Math.max(100, asked[index]! / 8)) + 1);
    expect(asked.at(-1)).toBe(60_000);
  });
});
