import { expect, it } from 'vitest';
import { chosenParts } from './choose.ts';

const part = (title: string) => ({ title, run: async () => ({ passed: 1, failed: 0, output: '' }) });
const parts = { unit: part('u'), chaos: part('c'), load: part('l') };
const titles = (words: string[]) => chosenParts(parts, words).map(({ title }) => title);

it('chooses all parts, or those that are named, in the order in which they run', () => {
  expect(titles([])).toEqual(['u', 'c', 'l']);
  expect(titles(['load', 'unit'])).toEqual(['u', 'l']);
});

it('refuses a name of no part, and says which was probably meant', () => {
  expect(() => titles(['unit', 'caos'])).toThrow('there is no part "caos", only chaos');
});
