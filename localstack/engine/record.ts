import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isAlive, type ProcessIdentity } from '@serverless-orders/command-line/process';
import type { EngineFolders } from './folders.ts';

/** What is remembered of a started engine, between commands. */
export interface EngineRecord extends ProcessIdentity {
  port: number;
  /** The kind of engine, see kinds.ts. */
  kind: string;
}

/** Written to the side and renamed, so that a reader never meets half of it. */
export function writeRecord(folders: EngineFolders, record: EngineRecord): void {
  const temporary = `${folders.record}.${process.pid}`;
  writeFileSync(temporary, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  renameSync(temporary, folders.record);
}

export function removeRecord(folders: EngineFolders): void {
  rmSync(folders.record, { force: true });
}

/** What was written last, whether or not that process still lives; undefined when nothing readable is there. */
export function readRecord(folders: EngineFolders): EngineRecord | undefined {
  try {
    const { pid, started, port, kind } = JSON.parse(readFileSync(folders.record, 'utf8'));
    const sound =
      Number.isSafeInteger(pid) && pid > 1 && typeof started === 'string' && Number.isSafeInteger(port);
    return sound ? { pid, started, port, kind: String(kind) } : undefined;
  } catch {
    return undefined;
  }
}

/** The record of an engine whose process lives: a stale file or a recycled pid counts as none. */
export function livingRecord(folders: EngineFolders): EngineRecord | undefined {
  const record = readRecord(folders);
  return record && isAlive(record) ? record : undefined;
}
