import { UserError } from '@serverless-orders/command-line/user-error';

/** What a failed installer says about disks and networks, and what a person can do about it. */
const CAUSES: Array<{ pattern: RegExp; what: string; remedy: string }> = [
  {
    pattern: /no space left on device|os error 28|ENOSPC|disk quota exceeded|EDQUOT/i,
    what: 'the disk is full',
    remedy: 'free about 1 GB on the disk of this folder, then run the command again',
  },
  {
    pattern: /permission denied|read-only file system|os error 13|os error 30|EACCES|EROFS/i,
    what: 'the folder .local cannot be written to',
    remedy: 'make it yours (chown) or remove it, then run the command again',
  },
  {
    pattern: /hash mismatch|hashes? (of|do not match)|do not match the hashes/i,
    what: 'a package is not the one that is pinned in the lock file',
    remedy: 'check which package index or mirror your settings name, then run the command again',
  },
  {
    pattern:
      /error sending request|dns error|failed to (fetch|lookup|download)|resolving dns|name resolution|connection (refused|reset|timed out)|unknown host|not known|connectionerror|timed? ?out|network is unreachable|tls|certificate/i,
    what: 'the download failed',
    remedy: 'check the network (a proxy is taken from HTTPS_PROXY), then run the command again',
  },
];

/**
 * Turns the output of a failed installer into one line: the disk, the network or a wrong package where it says so,
 * else its own last line.
 *
 * @param task what was being done, e.g. "installing LocalEmu"
 */
export function installError(task: string, output: string): UserError {
  const cause = CAUSES.find(({ pattern }) => pattern.test(output));
  if (cause) {
    const detail = lastMatch(output, cause.pattern);
    return new UserError(`${cause.what} while ${task}${detail ? ` (${detail})` : ''}`, cause.remedy);
  }
  const last = output.trim().split('\n').at(-1)?.trim() || 'no reason was given';
  return new UserError(
    `${task} failed (${shorten(last)})`,
    'remove the folder .local and run the command again',
  );
}

/** The last line that names the cause: what comes before it is attempts that were repeated. */
function lastMatch(output: string, pattern: RegExp): string | undefined {
  const lines = output.split('\n').filter((text) => pattern.test(text) && !/warning:/i.test(text));
  const line = lines.at(-1);
  return line && shorten(line.replace(/^[\s│├└─▶╰×*]*(error:|cause:|caused by:)?\s*/i, ''));
}

const shorten = (text: string): string => (text.length > 160 ? `${text.slice(0, 157)}...` : text);
