import { spawn } from 'node:child_process';
import { passThrough } from '@serverless-orders/command-line/command';
import { namedStage, runSst, sstCli, sstStage } from '@serverless-orders/localstack';
import { refuseMistyped } from '@serverless-orders/stages/known-stages';
import { isLocalStage } from '@serverless-orders/stages/stage';
import { places, root } from '../paths.ts';

/**
 * `npm run sst -- <arguments>`: the sst CLI, led to the engine for a local stage (which is started if need be), as it
 * is for any other stage.
 */
export const sst = passThrough({
  name: 'sst',
  summary:
    'the sst CLI: deploy, diff, remove, secret, state ... of a local stage (or of any other, as it is)',
  async run(args) {
    const stage = sstStage(args, namedStage());
    await refuseMistyped(stage, root);
    return isLocalStage(stage) ? runSst(args, { places }) : runAsIs(args);
  },
});

/** A stage in AWS: nothing of the local machinery is in the CLI's way. */
function runAsIs(args: readonly string[]): Promise<number> {
  const child = spawn(sstCli(places), args, { cwd: root, stdio: 'inherit' });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve(code ?? 1));
  });
}
