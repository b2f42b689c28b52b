import { afterEach, beforeEach, expect, it, vi } from 'vitest';

/** A connection, as a browser has it. */
class Source extends EventTarget {
  static readonly CLOSED = 2;
  static readonly all: Source[] = [];
  readyState = 1;

  constructor() {
    super();
    Source.all.push(this);
  }

  close(): void {
    this.readyState = Source.CLOSED;
  }

  says(type: string): void {
    this.dispatchEvent(new Event(type));
  }
}

let changes: typeof import('./changes.ts');
beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal('EventSource', Source);
  vi.stubGlobal('document', { hidden: false, addEventListener: () => {} });
  vi.resetModules();
  Source.all.length = 0;
  changes = await import('./changes.ts');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('leaves it to the browser to connect again, and asks when it has', () => {
  const told = vi.fn();
  const stop = changes.onChange(told);
  Source.all[0]?.says('error');
  vi.advanceTimersByTime(60_000);
  expect(told).not.toHaveBeenCalled();
  Source.all[0]?.says('ready');
  expect(told).toHaveBeenCalledTimes(1);
  expect(Source.all).toHaveLength(1);
  stop();
});

it('asks why it was refused, and goes on when it is let in', () => {
  const told = vi.fn();
  const seen: boolean[] = [];
  const stop = changes.onChange(told);
  changes.onConnected((connected) => seen.push(connected));
  Source.all[0]?.close();
  Source.all[0]?.says('error');
  expect(told).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(10_000);
  expect(Source.all).toHaveLength(2);
  Source.all[1]?.says('ready');
  Source.all[1]?.says('change');
  expect(told).toHaveBeenCalledTimes(3);
  expect(seen).toEqual([true, false, true]);
  stop();
});
