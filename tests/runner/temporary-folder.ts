import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The system's folder for temporary files, which other users can read too. */
export const systemTemporaryFolder = tmpdir();

/**
 * Gives this process, and all that it starts, a temporary folder of its own, which is removed at the latest when the process
 * ends: with whatever a test, or a program that it calls, leaves there when it fails or is killed. It lies in the system's,
 * since the path of a socket has 107 bytes at most, and Chromium's sockets lie in TMPDIR.
 *
 * @returns what removes the folder.
 */
export function useOwnTemporaryFolder(): () => void {
  const folder = mkdtempSync(join(systemTemporaryFolder, 'tests-'));
  const remove = () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  process.once('exit', remove);
  process.env.TMPDIR = folder;
  return remove;
}
