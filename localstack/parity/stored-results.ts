import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { inRoot } from '../paths.ts';
import type { Result } from './row.ts';

/** What each row gave on one kind of engine, as it was seen last. */
export type StoredResults = Record<string, unknown>;

const FOLDER = inRoot('docs', 'engines');
const fileOf = (kind: string): string => inRoot('docs', 'engines', `${kind}.json`);

/** What was seen on this kind of engine, undefined when it was never probed. */
export function readResults(kind: string): StoredResults | undefined {
  return existsSync(fileOf(kind)) ? JSON.parse(readFileSync(fileOf(kind), 'utf8')) : undefined;
}

export function writeResults(kind: string, results: Result[]): void {
  mkdirSync(FOLDER, { recursive: true });
  const seen = Object.fromEntries(results.map((result) => [result.id, result.seen]));
  writeFileSync(fileOf(kind), `${JSON.stringify(seen, null, 2)}\n`);
}

/** A wall time: what was run, and what it took on each kind of engine (e.g. `52 s`). What was not measured is not there. */
export interface WallTime {
  what: string;
  took: Record<string, string>;
}

/** The wall times that people have measured: written by hand, unlike the rest of the page. */
export function readTimes(): { machine: string; times: WallTime[] } {
  return JSON.parse(readFileSync(inRoot('docs', 'engines', 'times.json'), 'utf8'));
}
