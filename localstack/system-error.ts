/** What the operating system refuses for a reason that a person can remove. */
const REMEDIES: Record<string, string> = {
  ENOSPC: 'the disk is full: free about 1 GB on the disk of this folder, then run the command again',
  EDQUOT: 'your disk quota is used up: free about 1 GB, then run the command again',
  EROFS: 'the disk is mounted read only: move the project to a folder that can be written to',
  EACCES: 'permission was denied: make the folder yours (chown), then run the command again',
  EMFILE: 'too many files are open: raise the limit (ulimit -n 4096), then run the command again',
};

/** True for an error of the file system or the network stack that has a known remedy. */
export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return (
    error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code in REMEDIES
  );
}

/** What it means, what to do, and where it happened. */
export function systemErrorLine({ code, path }: NodeJS.ErrnoException): string {
  return `${REMEDIES[code ?? '']}${path ? ` (at ${path})` : ''}`;
}
