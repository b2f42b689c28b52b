import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Loopback as /proc/net writes it: 127.0.0.1, the same in IPv6, ::1. */
const LOOPBACK = /^(?:(?:0{16}FFFF0000)?0100007F|0{24}01000000):/;

/** The UDP ports of a process to which other machines can send; none but on Linux, which tells. */
export function openDatagrams(pid: number): number[] {
  if (process.platform !== 'linux') return [];
  const open = new Map<string, number>();
  for (const file of ['/proc/net/udp', '/proc/net/udp6'])
    for (const line of readFileSync(file, 'utf8').split('\n').slice(1)) {
      const [, local = '', , , , , , , , inode = ''] = line.trim().split(/\s+/);
      if (local && !LOOPBACK.test(local))
        open.set(`socket:[${inode}]`, Number.parseInt(local.split(':')[1]!, 16));
    }
  return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => open.get(linkOf(pid, fd)) ?? []);
}

/** What a file descriptor is; nothing when it was closed since it was listed. */
function linkOf(pid: number, fd: string): string {
  try {
    return readlinkSync(`/proc/${pid}/fd/${fd}`);
  } catch {
    return '';
  }
}
