import { describe, expect, it } from 'vitest';
import { changedLines } from './changed-lines.ts';

describe('changedLines', () => {
  it.each([
    ['nothing', 'a b c', 'a b c', []],
    ['a line that is new', 'a b c', 'a b x c', ['  b', '+ x']],
    ['a line that is gone', 'a b c', 'a c', ['  a', '- b']],
    ['a line that is another', 'a b c', 'a x c', ['  a', '- b', '+ x']],
    ['the first line', 'a b', 'x b', ['- a', '+ x']],
    ['all of it', '', 'a b', ['+ a', '+ b']],
    ['two places', 'a b c d e f', 'a x c d e y', ['  a', '- b', '+ x', '  c', '  e', '- f', '+ y']],
  ])('tells %s', (_what, before, after, expected) => {
    const lines = (text: string) => text.split(' ').filter(Boolean);
    expect(changedLines(lines(before), lines(after))).toEqual(expected);
  });
});
