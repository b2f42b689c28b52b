import { existsSync, readFileSync } from 'node:fs';
import { KINDS, parity } from '@serverless-orders/localstack';
import { describe, expect, it } from 'vitest';
import { inRoot, root } from '../paths.ts';

const { enginesPage, outcomes, readResults, readTimes, table } = await parity();
const folder = inRoot('docs', 'engines');
const engines = KINDS.map((kind) => ({ kind, results: readResults(folder, kind.id) }));

describe('docs/engines.md', () => {
  it('is what the rows, the engines and the stored results make it (npm run engine:parity -- --write)', () => {
    const page = readFileSync(inRoot('docs', 'engines.md'), 'utf8');
    expect(page).toBe(enginesPage(table, engines, readTimes(folder), root));
  });

  it.each(engines.filter(({ results }) => results))(
    '$kind.title: knows every row and no others',
    ({ results }) => {
      expect(Object.keys(results!).sort()).toEqual(table.map(({ id }) => id).sort());
    },
  );

  it.each(engines.filter(({ results }) => results))(
    '$kind.title: nothing that is relied on is missing',
    ({ results }) => {
      const stored = Object.entries(results!).map(([id, seen]) => ({ id, seen, took: 0 }));
      const broken = outcomes(table, stored, root).filter(({ verdict }) => verdict === 'broken');
      expect(broken.map(({ row }) => row.id)).toEqual([]);
    },
  );
});

describe('The rows of the parity check', () => {
  it('have ids of their own', () => {
    expect(new Set(table.map(({ id }) => id)).size).toBe(table.length);
  });

  it.each(table.flatMap(({ id, difference }) => (difference ? [{ id, ...difference }] : [])))(
    '$id: the test that shows that a difference does no harm is there',
    ({ test }) => {
      expect(existsSync(inRoot(test))).toBe(true);
      expect(test).toMatch(/[.](spec|test)[.]ts$/);
    },
  );
});
