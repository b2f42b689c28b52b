import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { realEngine } from '@serverless-orders/localstack';
import { expect, it } from 'vitest';
import { onRealEngine } from './real-engine.ts';

it('says that it is skipped, and why, where there is no Go', async () => {
  const cache = mkdtempSync(join(tmpdir(), 'no-go-'));
  const said: string[] = [];
  const options = {
    filters: [],
    timeoutMs: 1_000,
    lowPriority: false,
    report: (text: string) => said.push(text),
  };
  const { realPulumi } = await realEngine();
  const find = () => realPulumi({ report: options.report, env: { PATH: cache }, cache });
  try {
    expect(await onRealEngine(options, find)).toEqual({
      passed: 0,
      failed: 0,
      output: '',
      skipped: 'there is no Go on this machine to compile Pulumi with',
    });
    expect(said).toEqual(['skipped: there is no Go on this machine to compile Pulumi with']);
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
});
