import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { engineFolders } from '@serverless-orders/localstack';
import { afterAll, describe, expect, it } from 'vitest';
import { checkHash, ensureZipkin, NoViewer } from './zipkin.ts';

const folder = mkdtempSync(join(tmpdir(), 'zipkin-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('ensureZipkin', () => {
  it('says in one line, without Java, what to install and what there is instead', async () => {
    const started = ensureZipkin(engineFolders('test-none'), { report: () => {}, env: { PATH: '/nowhere' } });
    await expect(started).rejects.toBeInstanceOf(NoViewer);
    await expect(started).rejects.toMatchObject({
      line: expect.stringMatching(
        /needs Java 17 or newer.*apt install.*--otlp.*npm run traces -- <trace id>/,
      ),
    });
  });
});

describe('checkHash', () => {
  it('takes the pinned file and no other', async () => {
    const path = join(folder, 'some.jar');
    await expect(checkHash(path)).rejects.toThrow('is not the Zipkin that is pinned');
    writeFileSync(path, 'another program');
    await expect(checkHash(path)).rejects.toThrow('is not the Zipkin that is pinned');
    await checkHash(path, '60f787c0cff51e6d575260e89b89f42c99e2dec420fefcd7741146e41ae19939');
  });
});
