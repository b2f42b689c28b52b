import { chmodSync, mkdirSync } from 'node:fs';

/** What others of this machine may do with files that are made: nothing. */
const UMASK = 0o077;

/** Makes a folder that only its owner can look into; one that is there already becomes such a one. */
export function privateFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}

/**
 * Does something whose files and processes are to be private: what it makes is its owner's alone, and what it starts
 * goes on like that. Only for what returns at once, as the setting is the whole process's.
 *
 * @example const child = asPrivate(() => spawn(command, args));
 */
export function asPrivate<T>(work: () => T): T {
  const before = process.umask(UMASK);
  try {
    return work();
  } finally {
    process.umask(before);
  }
}
