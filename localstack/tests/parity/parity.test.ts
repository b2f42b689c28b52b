import { beforeAll, describe, expect, it } from 'vitest';
import type { Result } from '../../parity/row.ts';
import { runRows } from '../../parity/run-rows.ts';
import { table } from '../../parity/table.ts';
import { verdictOf } from '../../parity/verdict.ts';
import { installation } from '../../paths.ts';
import { engineEndpoint } from '../support/engine.ts';

let results: Result[];

/** Runs all rows at once, because most of them wait; each is a test of its own. */
beforeAll(async () => {
  results = await runRows(table, { endpoint: engineEndpoint() });
});

describe('What the program relies on', () => {
  it.each(table)('$service: $behaviour ($id)', (row) => {
    const result = results.find(({ id }) => id === row.id)!;
    const verdict = verdictOf(row, result, installation);
    if (verdict === 'broken') expect(result.seen).toEqual(row.expected);
    expect(verdict).not.toBe('broken');
  });
});
