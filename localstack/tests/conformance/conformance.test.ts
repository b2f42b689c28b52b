import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inShared } from '../../paths.ts';
import { Lab } from './lab.ts';
import { SOURCES } from './row.ts';
import { table } from './table.ts';

let lab: Lab;
const seen: object[] = [];

beforeAll(() => {
  lab = new Lab();
});

/** Writes the results to .local/conformance.json. */
afterAll(async () => {
  await lab.close();
  mkdirSync(inShared(), { recursive: true });
  writeFileSync(join(inShared(), 'conformance.json'), JSON.stringify(seen, null, 2));
});

describe.each(table)('Lambda: $title', ({ title, rows }) => {
  it.each(rows)('$behaviour: $documented', async ({ see, ...row }) => {
    const found = await see(lab);
    seen.push({ title, ...row, source: SOURCES[row.source], seen: found });
    expect(found).toEqual(row.expected);
  });
});
