import { describe, expect, it } from 'vitest';
import { agoText, durationText, moneyText, timeText } from './format.ts';

describe('durationText', () => {
  it.each([
    [0, '0 ms'],
    [1234, '1.2 s'],
    [59_400, '59 s'],
    [184_000, '3 min 4 s'],
    [183_600_000, '2 d 3 h'],
    [86_400_000, '1 d'],
    [Number.NaN, 'unknown'],
  ])('says %d ms as %s', (ms, text) => {
    expect(durationText(ms)).toBe(text);
  });
});

it('says of a moment that is none what can be said', () => {
  expect(agoText('')).toBe('unknown ago');
  expect(timeText('')).toBe('Invalid Date');
});

describe('moneyText', () => {
  it.each([
    [{ amount: 1250, currency: 'EUR' }, '12.50 EUR'],
    [{ amount: 1250, currency: 'JPY' }, '1250 JPY'],
    [{ amount: 1250, currency: 'coins' }, '1250 coins'],
  ])('says %j as %s', (money, text) => {
    expect(moneyText(money)).toBe(text);
  });
});
