import { expect, it } from 'vitest';
import { campaignLines, isGreen } from './print.ts';
import { ROWS, titleOf } from './rows.ts';
import type { RowResult } from './run-row.ts';

const green: RowResult = { row: ROWS.at(-1)!, outcome: 'PARKED', problems: [], durationMs: 1_500 };

it('every step and undo meets every single fault, by a title of its own', () => {
  const titles = ROWS.map(titleOf);
  expect(new Set(titles).size).toBe(titles.length);
  for (const state of ['ReserveInventory', 'RefundPayment', 'ParkOrder'])
    expect(ROWS.filter(({ step }) => step === state).length).toBeGreaterThanOrEqual(7);
});

it('a green campaign is a table and a sum', () => {
  const result = { results: [green], problems: [], durationMs: 2_000 };
  expect(isGreen(result)).toBe(true);
  expect(campaignLines(result).at(-1)).toBe('1 faults, and the invariants hold after each (2 s)');
});

it.each([
  ['a row', { results: [green, { ...green, problems: ['a unit is lost'] }], problems: [] }, /a unit is lost/],
  ['the end', { results: [green], problems: ['a cent is lost'] }, /in the end: a cent is lost/],
])('%s that is red is named, and counts', (_, part, named) => {
  const result = { ...part, durationMs: 2_000 };
  expect(isGreen(result)).toBe(false);
  expect(campaignLines(result).join('\n')).toMatch(named);
  expect(campaignLines(result).at(-1)).toMatch(/red/);
});
