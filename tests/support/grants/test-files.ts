import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { inLocal, inRoot } from '../../../paths.ts';

/** When a file of the end to end tests began (ms since 1970). */
export interface TestFile {
  at: number;
  file: string;
}

const record = () => inLocal('test', 'test-files.jsonl');

/** Begins anew, before the first file. */
export const forgetTestFiles = (): void => rmSync(record(), { force: true });

/** Notes that a file begins now. */
export function noteTestFile(file: string): void {
  mkdirSync(dirname(record()), { recursive: true });
  appendFileSync(record(), `${JSON.stringify({ at: Date.now(), file })}\n`);
}

/** The files that have begun so far, in that order. */
export const testFiles = (): TestFile[] =>
  existsSync(record())
    ? readFileSync(record(), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line) as TestFile)
    : [];

/** All files of the end to end tests but those that look back at the others, which begin after them. */
export const endToEndFiles = (): string[] =>
  readdirSync(inRoot('tests', 'e2e'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.test.ts') && !file.startsWith('last/'))
    .map((file) => `tests/e2e/${file}`);
