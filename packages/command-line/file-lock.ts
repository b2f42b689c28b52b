import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identify, isAlive, type ProcessIdentity } from './process.ts';
import { UserError } from './user-error.ts';
import { poll } from './wait.ts';

/**
 * Runs work while holding a lock file, so that two commands in one checkout (`npm start` beside `npm test`) do not
 * install or start the same thing twice. The file names its holder, pid and start time: a lock whose holder was
 * killed is taken over. Waits up to `timeoutMs` (10 minutes) for a holder that lives.
 *
 * @throws UserError when the holder does not let go in time.
 */
export async function withLock<T>(
  path: string,
  work: () => Promise<T>,
  { timeoutMs = 600_000, onWait }: { timeoutMs?: number; onWait?: (holder: number) => void } = {},
): Promise<T> {
  mkdirSync(dirname(path), { recursive: true });
  let told = false;
  const taken = await poll(
    () => {
      if (tryTake(path)) return true;
      const pid = holder(path)?.pid;
      if (pid !== undefined && !told) onWait?.(pid);
      told ||= pid !== undefined;
      return false;
    },
    { timeoutMs, everyMs: 100 },
  );
  if (!taken)
    throw new UserError(`process ${holder(path)?.pid} holds ${path} for too long`, 'end it, then try again');
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** A link is made whole or not at all, so nobody ever reads a lock without a holder in it. */
function tryTake(path: string): boolean {
  const mine = `${path}.${process.pid}`;
  try {
    writeFileSync(mine, JSON.stringify(identify(process.pid)));
    linkSync(mine, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const current = holder(path);
    if (!current || !isAlive(current)) breakLock(path, current);
    return false;
  } finally {
    rmSync(mine, { force: true });
  }
}

/** Moves a dead holder's lock away. Should another have taken it over in between, the other gets it back. */
function breakLock(path: string, dead: ProcessIdentity | undefined): void {
  const aside = `${path}.${process.pid}.broken`;
  try {
    renameSync(path, aside);
    const moved = holder(aside);
    if (moved && (moved.pid !== dead?.pid || moved.started !== dead.started)) linkSync(aside, path);
  } catch {
    // Somebody else was quicker: the next attempt sees what there is.
  } finally {
    rmSync(aside, { force: true });
  }
}

function holder(path: string): ProcessIdentity | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
