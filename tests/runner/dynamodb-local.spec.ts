import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDynamoDbLocal } from '@serverless-orders/localstack';
import { expect, it } from 'vitest';
import { besideDynamoDbLocal } from './dynamodb-local.ts';

it('says that it is skipped, and why, where there are no Maven and JDK', async () => {
  const empty = mkdtempSync(join(tmpdir(), 'no-java-'));
  const said: string[] = [];
  const report = (text: string) => said.push(text);
  try {
    const result = await besideDynamoDbLocal(
      { filters: [], timeoutMs: 1_000, lowPriority: false, report },
      () => startDynamoDbLocal({ report, env: { PATH: empty }, folder: empty }),
    );
    const skipped = 'there are no Maven and JDK on this machine to fetch DynamoDB Local by';
    expect(result).toEqual({ passed: 0, failed: 0, output: '', skipped });
    expect(said).toEqual([`skipped: ${skipped}`]);
  } finally {
    rmSync(empty, { recursive: true, force: true });
  }
});
