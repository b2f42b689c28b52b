import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { ProgressFile, serviceOf } from '../pulumi/progress-file.ts';
import { progressText, readProgress } from './deploy-progress.ts';

it.each([
  [{}, '░░░░░░░░░░░░░░░░░░░░ 0 of 0: ', '0 of 0 resources'],
  [
    { sqs: { declared: 2, done: 1 }, lambda: { declared: 6, done: 3 } },
    '██████████░░░░░░░░░░ 4 of 8: lambda 3/6, sqs 1/2',
    '4 of 8 resources',
  ],
  [{ sqs: { declared: 1, done: 1 } }, '████████████████████ 1 of 1: sqs 1/1', '1 of 1 resources'],
  [{ sqs: { declared: 1, done: 2 } }, '████████████████████ 2 of 2: sqs 2/1', '2 of 2 resources'],
])('%j', (progress, onTerminal, elsewhere) => {
  expect(progressText(progress, true)).toBe(onTerminal);
  expect(progressText(progress, false)).toBe(elsewhere);
});

it.each([
  ['aws:sqs/queue:Queue', 'sqs'],
  ['random:index/randomBytes:RandomBytes', 'random'],
  ['sst:aws:Queue', undefined],
  ['pulumi:providers:aws', undefined],
  ['pulumi-nodejs:dynamic:Resource', undefined],
])('%s is of the service %s', (type, service) => {
  expect(serviceOf(type)).toBe(service);
});

it('the stand-in tells the counts through a file', () => {
  const folder = mkdtempSync(join(tmpdir(), 'progress-'));
  try {
    const path = join(folder, 'progress.json');
    const file = new ProgressFile(path);
    expect(readProgress(path)).toBeUndefined();
    file.declared('aws:sqs/queue:Queue');
    file.declared('aws:sqs/queue:Queue');
    file.done('aws:sqs/queue:Queue');
    file.done('sst:aws:Queue');
    file.write();
    expect(readProgress(path)).toEqual({ sqs: { declared: 2, done: 1 } });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
