import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '@serverless-orders/command-line/process';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  companions,
  endCompanion,
  ensureCompanion,
  freePortFrom,
  livingCompanion,
  startCompanion,
} from './companions.ts';
import type { EngineFolders } from './folders.ts';
import { endProcesses } from './leftovers.ts';

let folders: EngineFolders;

beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'companions-'));
  folders = { root, lambda: join(root, 'lambda') } as EngineFolders;
});
afterEach(async () => {
  await endProcesses(folders);
  rmSync(folders.root, { recursive: true, force: true });
});

const program = (code: string) => ({
  name: 'helper',
  purpose: 'one',
  command: process.execPath,
  args: ['-e', code],
  env: { PATH: process.env.PATH! },
});
const start = (code: string, more: object = {}) =>
  startCompanion(folders, { ...program(code), isReady: async () => true, ...more });

describe('A companion of an engine', () => {
  it('is remembered by its name and purpose while it lives', async () => {
    const started = await start('setInterval(() => {}, 1000)');
    expect(livingCompanion(folders, 'helper', 'one')).toEqual(started);
    expect(livingCompanion(folders, 'helper', 'another')).toBeUndefined();
    await endCompanion(folders, 'helper');
    expect(isAlive(started)).toBe(false);
    expect(companions(folders)).toEqual([]);
  });

  it.each([
    ['for one purpose, is the same to both', ['one', 'one'], 1],
    ['for two purposes, is one after the other', ['one', 'another'], 2],
    ['that no longer serves, is started anew', ['one', 'one'], 2, () => false],
  ])('that two commands want at once, %s', async (_, purposes, count, serves?: () => boolean) => {
    let starts = 0;
    const ensure = (purpose: string) =>
      ensureCompanion(folders, { name: 'helper', purpose, serves }, () => {
        starts += 1;
        return start('setInterval(() => {}, 1000)', { purpose });
      });
    const found = await Promise.all(purposes.map(ensure));
    expect(starts).toBe(count);
    expect(new Set(found.map(({ pid }) => pid)).size).toBe(count);
    expect(companions(folders)).toHaveLength(1);
    expect(found.filter(isAlive).map(({ pid }) => pid)).toContain(companions(folders)[0]!.pid);
  });

  it('is ended with the engine, wherever its program lies, also when it ignores SIGTERM', async () => {
    const started = await start('process.on("SIGTERM", () => {}); setInterval(() => {}, 1000)');
    expect(await endProcesses(folders)).toBe(1);
    expect(isAlive(started)).toBe(false);
  });

  it.each([
    ['ends while it starts', 'process.exit(3)', /helper ended while it started.*its log is/],
    ['never becomes ready', 'setInterval(() => {}, 1000)', /helper was not ready within 1 s/],
  ])('that %s is told, and nothing stays', async (_, code, message) => {
    await expect(start(code, { isReady: async () => false, timeoutMs: 1000 })).rejects.toMatchObject({
      line: expect.stringMatching(message),
    });
    expect(companions(folders)).toEqual([]);
  });

  it('whose program is not there is told', async () => {
    await expect(start('', { command: '/nowhere/program' })).rejects.toThrow(/did not start/);
  });

  it('finds files whose paths have letters beyond ASCII: Java would not without a locale', async () => {
    const file = join(folders.root, 'locale');
    await start(
      `require('fs').writeFileSync(${JSON.stringify(file)}, process.env.LANG); setInterval(() => {}, 1000)`,
      { isReady: async () => existsSync(file) },
    );
    expect(readFileSync(file, 'utf8')).toBe('C.UTF-8');
  });

  it('gets the first free port from the usual one upward', async () => {
    const first = await freePortFrom(19_411);
    const server = createServer().listen(first, '127.0.0.1');
    await new Promise((done) => server.once('listening', done));
    expect(await freePortFrom(first)).toBeGreaterThan(first);
    server.close();
  });
});
