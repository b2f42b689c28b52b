import { describe, expect, it } from 'vitest';
import { copyPath, pathOf, valuesAt } from './property-path.ts';

describe('pathOf', () => {
  it.each([
    ['name', ['name']],
    ['environment.variables.A', ['environment', 'variables', 'A']],
    ['rules[0].name', ['rules', 0, 'name']],
    ['rules[*].name', ['rules', '*', 'name']],
    ['tags["a.b"]', ['tags', 'a.b']],
    ['tags["say \\"hi\\""].x', ['tags', 'say "hi"', 'x']],
    ['["a b"].c', ['a b', 'c']],
    ['*', ['*']],
  ])('%s', (text, path) => {
    expect(pathOf(text)).toEqual(path);
  });

  it.each(['', 'a[', 'a..b', 'a[x]', 'a["b]', '.'])('refuses %j', (text) => {
    expect(() => pathOf(text)).toThrow('not a property path');
  });
});

describe('valuesAt', () => {
  const value = { a: { b: 1 }, list: [{ n: 1 }, { n: 2 }] };
  it.each([
    ['a.b', [1]],
    ['a.c', []],
    ['a.b.c', []],
    ['list[1].n', [2]],
    ['list[*].n', [1, 2]],
  ])('%s', (path, values) => {
    expect(valuesAt(value, pathOf(path))).toEqual(values);
  });
});

describe('copyPath', () => {
  it.each([
    ['a.b', { a: { b: 1, c: 0 } }, { a: { b: 2, c: 3 } }, { a: { b: 1, c: 3 } }],
    ['a.b', { a: {} }, { a: { b: 2 } }, { a: {} }],
    ['a["x.y"]', { a: { 'x.y': 1 } }, { a: { 'x.y': 2 } }, { a: { 'x.y': 1 } }],
    ['l[*].n', { l: [{ n: 1 }, { n: 2 }] }, { l: [{ n: 8 }, { n: 9 }] }, { l: [{ n: 1 }, { n: 2 }] }],
    ['a.b', {}, { a: { b: 2 } }, { a: { b: 2 } }],
  ])('%s from %j', (path, from, to, result) => {
    copyPath(pathOf(path), from, to);
    expect(to).toEqual(result);
  });
});
