import { readdirSync } from 'node:fs';
import { run } from '../../packages/command-line/process-run.ts';
import { inRoot } from '../../paths.ts';
import type { PartOptions } from './parts.ts';
import type { PartResult } from './summary.ts';

const FOLDER = inRoot('.github', 'workflows');

/** Lints the workflows by actionlint, a Go module that tests/workflows pins. Where there is no Go it is skipped, and says so. */
export async function lintWorkflows(
  { timeoutMs, report }: PartOptions,
  files: readonly string[] = readdirSync(FOLDER).map((name) => `${FOLDER}/${name}`),
  env: NodeJS.ProcessEnv = process.env,
): Promise<PartResult> {
  if ((await run('go', ['version'], { env })).code !== 0) {
    const skipped = 'there is no Go on this machine to compile actionlint with';
    report(`skipped: ${skipped}`);
    return { passed: 0, failed: 0, output: '', skipped };
  }
  const { code, output } = await run('go', ['tool', 'actionlint', ...files], {
    cwd: inRoot('tests', 'workflows'),
    env: { ...env, GOFLAGS: '-mod=readonly' },
    timeoutMs,
    onLine: report,
  });
  return { passed: code === 0 ? files.length : 0, failed: code === 0 ? 0 : 1, output };
}
