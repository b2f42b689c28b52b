import { pinnedNode } from '@serverless-orders/localstack';
import { run } from '../../packages/command-line/process-run.ts';
import { inRoot, root } from '../../paths.ts';
import type { PartOptions } from './parts.ts';
import type { PartResult } from './summary.ts';

/** Another command of this project as a part of the tests: it ends with 0 when all is well, and counts as one test. */
export const command =
  (...words: string[]) =>
  async ({ timeoutMs, report }: PartOptions): Promise<PartResult> => {
    const result = await run(pinnedNode(), [inRoot('cli', 'main.ts'), ...words], {
      cwd: root,
      timeoutMs,
      onLine: report,
    });
    const output = result.timedOut ? `${result.output}\nran out of time and was ended` : result.output;
    return result.code === 0 ? { passed: 1, failed: 0, output } : { passed: 0, failed: 1, output };
  };
