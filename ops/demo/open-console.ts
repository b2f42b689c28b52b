import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  companionFolder,
  endCompanion,
  engineFolders,
  engineOf,
  livingCompanion,
  pinnedNode,
  startCompanion,
} from '@serverless-orders/localstack';
import { inRoot } from '../../paths.ts';

const NAME = 'console';

/**
 * Has a console run beside the engine of a local stage, for as long as the engine does.
 *
 * @returns its address, with the token that signs in.
 * @throws UserError when it does not start.
 */
export async function openConsole(stage: string): Promise<string> {
  const folders = engineFolders(engineOf(stage).name);
  const file = join(companionFolder(folders, NAME), 'address');
  if (!livingCompanion(folders, NAME, stage) || !existsSync(file)) {
    await endCompanion(folders, NAME);
    rmSync(file, { force: true });
    await startCompanion(folders, {
      name: NAME,
      purpose: stage,
      command: pinnedNode(),
      args: [inRoot('console', 'serve.ts'), stage, file],
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', NODE_NO_WARNINGS: '1' },
      isReady: async () => existsSync(file),
    });
  }
  return readFileSync(file, 'utf8');
}
