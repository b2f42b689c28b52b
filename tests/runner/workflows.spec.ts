import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '@serverless-orders/command-line/process-run';
import { afterAll, expect, it } from 'vitest';
import { inRoot } from '../../paths.ts';
import { lintWorkflows } from './workflows.ts';

const folder = mkdtempSync(join(tmpdir(), 'workflows-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const options = { filters: [], timeoutMs: 50_000, lowPriority: false, report: () => {} };
/** Go has fetched it before: nothing is fetched for a unit test. */
const isThere =
  (
    await run('go', ['tool', 'actionlint', '-version'], {
      cwd: inRoot('tests', 'workflows'),
      env: { ...process.env, GOPROXY: 'off', GOFLAGS: '-mod=readonly' },
    })
  ).code === 0;

it('says that it is skipped, and why, where there is no Go', async () => {
  expect(await lintWorkflows(options, [], { PATH: folder })).toEqual({
    passed: 0,
    failed: 0,
    output: '',
    skipped: 'there is no Go on this machine to compile actionlint with',
  });
});

it.skipIf(!isThere)('names what is wrong in a workflow', async () => {
  const file = join(folder, 'wrong.yml');
  const needs =
    'jobs:\n  test:\n    needs: nothing\n    runs-on: ubuntu-24.04\n    steps:\n      - run: echo\n';
  writeFileSync(file, `on: push\n${needs}`);
  const { failed, output } = await lintWorkflows(options, [file]);
  expect(failed).toBe(1);
  expect(output).toContain('needs job "nothing" which does not exist');
});
