import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from './row.ts';

/** The last result of each row on one kind of engine. */
export type StoredResults = Record<string, unknown>;

const fileOf = (folder: string, kind: string): string => join(folder, `${kind}.json`);

/** Reads the results of a kind of engine from `folder`; undefined when it was never checked. */
export function readResults(folder: string, kind: string): StoredResults | undefined {
  const file = fileOf(folder, kind);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

export function writeResults(folder: string, kind: string, results: Result[]): void {
  mkdirSync(folder, { recursive: true });
  const seen = Object.fromEntries(results.map((result) => [result.id, result.seen]));
  writeFileSync(fileOf(folder, kind), `${JSON.stringify(seen, null, 2)}\n`);
}

/** A wall time: what was run, and how long it took on each kind of engine (e.g. `52 s`), where it was measured. */
export interface WallTime {
  what: string;
  took: Record<string, string>;
}

/** The wall times, which are measured and written by hand, unlike the rest of the page. */
export function readTimes(folder: string): { machine: string; times: WallTime[] } {
  return JSON.parse(readFileSync(join(folder, 'times.json'), 'utf8'));
}
