import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lifeSigns } from './progress.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('lifeSigns', () => {
  it('repeats the latest report, with the time, after every silence', () => {
    const lines: string[] = [];
    const { report, stop } = lifeSigns((text) => lines.push(text), { silenceMs: 10_000 });
    report('deploying');
    vi.advanceTimersByTime(25_000);
    stop();
    vi.advanceTimersByTime(60_000);
    expect(lines).toEqual(['deploying', 'deploying (10 s)', 'deploying (20 s)']);
  });

  it('counts a silence from the latest report', () => {
    const lines: string[] = [];
    const { report, stop } = lifeSigns((text) => lines.push(text), { silenceMs: 10_000 });
    for (const text of ['a', 'b', 'c']) {
      report(text);
      vi.advanceTimersByTime(9_000);
    }
    stop();
    expect(lines).toEqual(['a', 'b', 'c']);
  });

  it('passes a report on once', () => {
    const lines: string[] = [];
    const { report, stop } = lifeSigns((text) => lines.push(text), { silenceMs: 0 });
    for (let i = 0; i < 3; i++) report('same');
    vi.advanceTimersByTime(60_000);
    stop();
    expect(lines).toEqual(['same']);
  });

  it('leaves out what comes too soon after the line before', () => {
    const lines: string[] = [];
    const { report, stop } = lifeSigns((text) => lines.push(text), { silenceMs: 10_000, pauseMs: 5_000 });
    for (const text of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) {
      report(text);
      vi.advanceTimersByTime(2_000);
    }
    stop();
    expect(lines).toEqual(['a', 'd', 'g']);
  });
});
