import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Changes } from './changes.ts';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'changes-'));
  file = join(folder, 'changes');
  writeFileSync(file, '');
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

describe('changes of a local stage', () => {
  it('are told when the engine has written that there was one', async () => {
    const changes = new Changes(file);
    const told = vi.fn();
    const stop = changes.listen(told);
    writeFileSync(file, '1');
    await vi.waitFor(() => expect(told).toHaveBeenCalled(), 10_000);
    stop();
  });

  it('are told of a file that has taken its place', async () => {
    const changes = new Changes(file);
    const told = vi.fn();
    const stop = changes.listen(told);
    rmSync(file);
    writeFileSync(file, '');
    // The new file alone is written to from here on: once for each time that is told, and once after the last.
    await vi.waitFor(() => {
      writeFileSync(file, '1');
      expect(told.mock.calls.length).toBeGreaterThan(3);
    }, 20_000);
    stop();
  });

  it('are asked for where the file is gone', () => {
    vi.useFakeTimers();
    const told = vi.fn();
    const stop = new Changes(join(folder, 'gone')).listen(told);
    vi.advanceTimersByTime(10_000);
    expect(told).toHaveBeenCalled();
    stop();
  });
});

describe('changes of a stage in AWS', () => {
  beforeEach(() => void vi.useFakeTimers());

  /** How often pages were told within so many seconds. */
  const toldWithin = (told: ReturnType<typeof vi.fn>, seconds: number) => {
    told.mockClear();
    vi.advanceTimersByTime(seconds * 1000);
    return told.mock.calls.length;
  };

  it('are asked for ever more seldom while nothing changes, and often again when something did', () => {
    const changes = new Changes(undefined);
    const told = vi.fn();
    const stop = changes.listen(told);
    const first = toldWithin(told, 60);
    vi.advanceTimersByTime(600_000);
    const later = toldWithin(told, 120);
    expect(first).toBeGreaterThan(4);
    expect(later).toBe(2);
    changes.expect();
    expect(toldWithin(told, 30)).toBeGreaterThan(3);
    stop();
  });

  it('are asked for by nobody where no page is open', () => {
    const changes = new Changes(undefined);
    changes.listen(vi.fn())();
    expect(vi.getTimerCount()).toBe(0);
  });

  it('are told once for what comes within a moment', () => {
    const changes = new Changes(undefined);
    const told = vi.fn();
    const stop = changes.listen(told);
    changes.tell();
    changes.tell();
    vi.advanceTimersByTime(300);
    expect(told).toHaveBeenCalledTimes(1);
    stop();
  });
});
