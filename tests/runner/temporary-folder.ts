import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { inLocal } from '../../paths.ts';

/** The system's folder for temporary files, which other users can read too. */
export const systemTemporaryFolder = tmpdir();

/**
 * Gives this process, and all that it starts, an empty folder for temporary files below `.local`: whatever a test, or a
 * program that it calls, leaves there when it fails or is killed is removed with it.
 *
 * @returns what removes the folder.
 */
export function useOwnTemporaryFolder(): () => void {
  const folder = inLocal('test', 'tmp');
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  remove();
  mkdirSync(folder, { recursive: true });
  process.env.TMPDIR = folder;
  return remove;
}
