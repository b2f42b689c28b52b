import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pause } from '../../packages/command-line/wait.ts';
import { onChange } from './watch.ts';

let folder: string;
const inFolder = (name: string) => join(folder, 'deep', name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'watch-'));
  mkdirSync(join(folder, 'deep'));
  for (const name of ['a', 'b']) writeFileSync(inFolder(name), 'as it was');
});

afterEach(() => {
  rmSync(folder, { recursive: true });
  process.removeAllListeners('SIGTERM');
});

/** Watches until something has changed after all of these steps, each of which is told. */
async function watched(begin: (tell: (step: string) => void) => Promise<void>): Promise<string[]> {
  const steps: string[] = [];
  await onChange([folder], {
    begin: () => begin((step) => steps.push(step)),
    changed: async (paths) => {
      steps.push(...paths);
      process.emit('SIGINT');
    },
  });
  return steps;
}

it('takes what is saved as soon as it begins, after it has begun', async () => {
  const steps = await watched(async (tell) => {
    writeFileSync(inFolder('a'), 'new');
    // A row that does not wait would come in this time.
    await pause(100);
    tell('begun');
  });
  expect(steps).toEqual(['begun', inFolder('a')]);
});

it('takes what is saved as soon as it has begun', async () => {
  const steps = await watched(async () => {
    setImmediate(() => writeFileSync(inFolder('b'), 'new'));
  });
  expect(steps).toEqual([inFolder('b')]);
});

it('ends when it cannot begin', async () => {
  await expect(
    watched(async () => {
      throw new Error('nothing is deployed');
    }),
  ).rejects.toThrow('nothing is deployed');
});
