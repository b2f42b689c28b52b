import { expect, it } from 'vitest';
import { momentsOf } from './looked-at.ts';

const at = (time: string) => `2026-01-01T${time}:00.000Z`;
const NOW = Date.parse(at('12:00'));
const HOUR = 3_600_000;

it.each([
  ['until now', { lastMs: HOUR }, ['11:00', '12:00']],
  ['until it was asked for', { lastMs: HOUR, to: at('10:00') }, ['09:00', '10:00']],
  ['since it was asked for', { lastMs: 6 * HOUR, from: at('08:00') }, ['08:00', '12:00']],
  ['no longer than it can be', { lastMs: 6 * HOUR, from: at('01:00') }, ['06:00', '12:00']],
  ['not into the future', { lastMs: HOUR, to: at('20:00') }, ['11:00', '12:00']],
])('tells that it was looked %s', (_, of, [from = '', to = '']) => {
  expect(momentsOf(of, NOW)).toEqual({ from: at(from), to: at(to) });
});
