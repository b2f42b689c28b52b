import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { inRoot } from '../../paths.ts';

const table = readFileSync(inRoot('SECURITY.md'), 'utf8');
const named = [...table.matchAll(/`([\w./-]+\.ts)`/g)].map(([, path]) => path!);

it('SECURITY.md names tests that are there', () => {
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((path) => !existsSync(inRoot(path)))).toEqual([]);
});
