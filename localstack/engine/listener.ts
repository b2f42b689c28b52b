import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { UserError } from '@serverless-orders/command-line/user-error';
import type { EngineFolders } from './folders.ts';
import type { EngineKind } from './kind.ts';

/** /proc/net/tcp's code of a socket that listens. */
const LISTENING = '0A';

/** Two starts chose the same free port, and the other one's engine has it. */
export class PortLost extends UserError {
  override name = 'PortLost';
  readonly port: number;

  constructor(port: number) {
    super(
      `port ${port} was taken while the engine was starting`,
      'name a free port in ENGINE_PORT, or unset it',
    );
    this.port = port;
  }
}

/**
 * Whether it is this process that listens on the port. An engine that lost the race for a port lives on and says
 * nothing, and the one that won it answers in its place: so a healthy answer alone does not tell who gave it.
 */
export function listens(pid: number, port: number): boolean {
  return process.platform === 'linux' ? inProc(pid, port) : inLsof(pid, port);
}

/** Whether it is this engine that listens on its port, wherever it runs. */
export async function holdsPort(
  { outside }: EngineKind,
  { pid, port }: { pid: number; port: number },
  folders: EngineFolders,
): Promise<boolean> {
  return outside ? outside.holds(port, folders) : listens(pid, port);
}

function inProc(pid: number, port: number): boolean {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const inodes = readFileSync('/proc/net/tcp', 'utf8')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, local, , state]) => state === LISTENING && local?.endsWith(`:${hexPort}`))
    .map((fields) => `socket:[${fields[9]}]`);
  return readdirSync(`/proc/${pid}/fd`).some((fd) => {
    try {
      return inodes.includes(readlinkSync(`/proc/${pid}/fd/${fd}`));
    } catch {
      return false; // closed since it was listed
    }
  });
}

function inLsof(pid: number, port: number): boolean {
  try {
    const args = ['-nP', '-a', '-p', String(pid), `-iTCP:${port}`, '-sTCP:LISTEN', '-t'];
    return execFileSync('lsof', args, { encoding: 'utf8' }).trim() !== '';
  } catch {
    return false;
  }
}
