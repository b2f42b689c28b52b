import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { earlierBundles, keepBundles, keptBundles } from './kept-builds.ts';

const ENTRIES = ['functions/orders/api/place-order.ts'];
const ORDER = 'functions/orders/order.ts';
const PACKAGE = 'node_modules/zod/index.js';
const BUNDLE = {
  name: 'orders/api/place-order',
  code: 'x',
  printed: 'hash',
  parts: { zod: 1 },
  sources: [ORDER],
};
const BUNDLES = [BUNDLE];

let root: string;
const save = (path: string, text: string) => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const keep = (began: number) =>
  keepBundles('api', {
    entries: ENTRIES,
    read: [...ENTRIES, ORDER, PACKAGE, 'builtin:fs'],
    bundles: BUNDLES,
    began,
    root,
  });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kept-builds-'));
  for (const path of [...ENTRIES, ORDER, PACKAGE, 'stacks/bundle/options.ts', 'tsconfig.json'])
    save(path, 'before');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

describe('a kept build', () => {
  it.each<[what: string, change: () => void]>([
    ['when nothing has changed', () => {}],
    ['when a file was saved as it was', () => save(ORDER, 'before')],
    ['when a file that it is not made of has changed', () => save('functions/orders/order.spec.ts', 'x')],
  ])('is taken %s', (_what, change) => {
    keep(Date.now() + 1);
    change();
    expect(keptBundles('api', ENTRIES, root)).toEqual(BUNDLES);
  });

  it.each<[what: string, change: () => void, entries?: string[]]>([
    ['an entry', () => save(ENTRIES[0]!, 'after')],
    ['a file that it is made of', () => save(ORDER, 'after')],
    ['a file of a package', () => save(PACKAGE, 'after')],
    ['how bundles are built', () => save('stacks/bundle/options.ts', 'after')],
    ['a file that says how bundles are built', () => save('stacks/bundle/left-out.ts', 'new')],
    ["the compiler's options", () => save('tsconfig.json', 'after')],
    ['the installed packages', () => save('node_modules/.package-lock.json', 'new')],
    ['which files there are', () => rmSync(join(root, ORDER))],
    ['which functions there are', () => {}, [...ENTRIES, 'functions/orders/api/get-order.ts']],
  ])('is not taken when this has changed: %s', (_what, change, entries = ENTRIES) => {
    keep(Date.now() + 1);
    change();
    expect(keptBundles('api', entries, root)).toBeUndefined();
  });

  it.each<[what: string, change: () => void, names: string[]]>([
    ['what it is made of', () => save(ORDER, 'after'), [BUNDLE.name]],
    ['how bundles are built', () => save('stacks/bundle/options.ts', 'after'), []],
    ['which sources are seldom called', () => save('stacks/bundle/seldom-called.json', '[]'), []],
  ])('has these bundles for the next one when this has changed: %s', (_what, change, names) => {
    keep(Date.now() + 1);
    change();
    expect([...earlierBundles('api', root).keys()]).toEqual(names);
    expect(earlierBundles('saga', root).size).toBe(0);
  });

  it('is none when a file was saved while it was built', () => {
    const began = Date.now();
    utimesSync(join(root, ORDER), new Date(began + 1), new Date(began + 1));
    keep(began);
    expect(keptBundles('api', ENTRIES, root)).toBeUndefined();
  });

  it('is one of its kind', () => {
    keep(Date.now() + 1);
    expect(keptBundles('saga', ENTRIES, root)).toBeUndefined();
  });
});
