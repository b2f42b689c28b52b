import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** A process as it can be told from outside. */
export interface ProcessEntry {
  pid: number;
  /** The program as it was called: argv[0] on Linux, the first word elsewhere. */
  program: string;
  /** The whole command line, words parted by blanks. */
  command: string;
  /** Its working folder, where the system tells it at no cost. */
  cwd?: string;
}

/** Every process of this machine that may be looked at; zombies and kernel threads have no command line and are left out. */
export function processTable(): ProcessEntry[] {
  return process.platform === 'linux' ? fromProc() : fromPs();
}

function fromProc(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const words = readFileSync(`/proc/${name}/cmdline`, 'utf8').split('\0').filter(Boolean);
        if (words.length === 0) return [];
        return [{ pid: Number(name), program: words[0]!, command: words.join(' '), cwd: cwdOf(name) }];
      } catch {
        return [];
      }
    });
}

/** A folder that was removed is still named, with a mark after it. */
function cwdOf(pid: string): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`).replace(/ \(deleted\)$/, '');
  } catch {
    return undefined;
  }
}

function fromPs(): ProcessEntry[] {
  const text = execFileSync('ps', ['-axww', '-o', 'pid=,command='], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return text.split('\n').flatMap((line) => {
    const [, pid, command] = /^\s*(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid && command ? [{ pid: Number(pid), program: command.split(' ')[0]!, command }] : [];
  });
}
