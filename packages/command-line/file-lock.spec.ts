import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withLock } from './file-lock.ts';
import { identify } from './process.ts';
import { pause } from './wait.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
  path = join(folder, 'it.lock');
});
afterEach(() => rmSync(folder, { recursive: true }));

describe('withLock', () => {
  it('lets one at a time work', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      inside += 1;
      most = Math.max(most, inside);
      await pause(5);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 4 }, () => withLock(path, work)));
    expect(most).toBe(1);
    expect(existsSync(path)).toBe(false);
  });

  it.each([
    ['was killed', JSON.stringify({ pid: 2 ** 30, started: '1' })],
    ['had the pid of a process that lives', JSON.stringify({ pid: process.pid, started: 'long ago' })],
    ['wrote nothing', ''],
  ])('takes over from a holder that %s', async (_, content) => {
    writeFileSync(path, content);
    await expect(withLock(path, async () => 'done', { timeoutMs: 2000 })).resolves.toBe('done');
  });

  it('gives up on a holder that lives, and leaves its lock', async () => {
    writeFileSync(path, JSON.stringify(identify(process.ppid)));
    const waited: number[] = [];
    const options = { timeoutMs: 100, onWait: (pid: number) => waited.push(pid) };
    await expect(withLock(path, async () => 'done', options)).rejects.toThrow(/holds .* for too long/);
    expect(waited).toEqual([process.ppid]);
    expect(existsSync(path)).toBe(true);
  });

  it('lets go when the work fails', async () => {
    await expect(withLock(path, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(existsSync(path)).toBe(false);
  });
});
