import { expect, it } from 'vitest';
import { costOf, costsPage } from './costs.ts';

const visit = (state: string, attempts: number, error?: string) => ({
  state,
  attempts,
  ...(error && { error }),
});

it.each([
  ['every step once', [visit('A', 1), visit('B', 1)], { entered: 2, billed: 2, invocations: 2 }],
  ['a step that was retried', [visit('A', 3), visit('B', 1)], { entered: 2, billed: 4, invocations: 4 }],
  ['a state without a task', [visit('A', 1), visit('Parked', 0)], { entered: 2, billed: 2, invocations: 1 }],
])('%s', (title, path, expected) => {
  expect(costOf(title, path)).toMatchObject(expected);
});

it('the page has a row for each, with its price', () => {
  const page = costsPage([costOf('confirmed', [visit('A', 1), visit('B', 2, 'Oops')])]);
  expect(page).toContain('| confirmed | 2 | 3 | $75 | 3 | A → B (2 attempts) ✗ Oops |');
});
