import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  companionFolder,
  engineFolders,
  engineOf,
  ensureCompanion,
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
  const serves = () => addressIn(file) !== undefined;
  await ensureCompanion(folders, { name: NAME, purpose: stage, serves }, () => {
    rmSync(file, { force: true });
    return startCompanion(folders, {
      name: NAME,
      purpose: stage,
      command: pinnedNode(),
      args: [inRoot('console', 'serve.ts'), stage, file],
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', NODE_NO_WARNINGS: '1' },
      isReady: async () => serves(),
    });
  });
  return addressIn(file) ?? '';
}

/** What a console has written down; undefined while it has not: a file is there a moment before what is in it. */
export function addressIn(file: string): string | undefined {
  return (existsSync(file) && readFileSync(file, 'utf8')) || undefined;
}
