import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inRoot, root } from '../../paths.ts';
import { type Budgets, fittingBudgets, overBudget, partsOf } from './budgets.ts';

const KIB = 1024;
const charge = 'payments/saga/charge-payment';
const budgets: Budgets = {
  'payments/saga': { kib: 100, parts: { zod: 36, 'functions/platform': 34 } },
  'payments/saga/refund-payment': { kib: 200, parts: {} },
};

describe('the budget of a bundle', () => {
  it.each([
    ['fits', charge, { zod: 36 * KIB, 'functions/platform': 64 * KIB }, []],
    [
      'is over it by what has grown and what is new',
      charge,
      { zod: 36 * KIB, 'functions/platform': 40 * KIB, jose: 30 * KIB },
      [`${charge}: 106 KiB, of 100; grown: jose 30 (was 0), functions/platform 40 (was 34)`],
    ],
    ['has one of its own', 'payments/saga/refund-payment', { zod: 200 * KIB }, []],
    ['has none', 'payments/rpc', { zod: KIB }, ['payments/rpc: neither it nor payments/rpc has a budget']],
  ])('%s', (_, name, parts, told) => {
    expect(overBudget(new Map([[name, parts]]), budgets)).toEqual(told);
  });

  it('counts what a bundle is made of by package and by folder', () => {
    const inputs = {
      'node_modules/zod/v4/core/util.js': { bytesInOutput: 2 },
      'node_modules/a/node_modules/@smithy/core/dist-es/index.js': { bytesInOutput: 3 },
      'node_modules/@smithy/core/dist-es/retry.js': { bytesInOutput: 4 },
      'functions/platform/log/redact.ts': { bytesInOutput: 5 },
      'builtin:http': { bytesInOutput: 1 },
    };
    const outputs = {
      'index.mjs': { entryPoint: 'functions/payments/rpc.ts', inputs },
      'index.mjs.map': { inputs: {} },
    };
    expect(partsOf({ outputs } as never)).toEqual(
      new Map([['payments/rpc', { zod: 2, '@smithy/core': 7, 'functions/platform': 5, 'builtin:http': 1 }]]),
    );
  });

  it('is written with a little room; what needs far more than its group has its own', () => {
    const sizes: [string, number][] = [
      ['a/api/one', 100],
      ['a/api/two', 110],
      ['a/api/much', 400],
    ];
    const bundles = new Map(sizes.map(([name, kib]) => [name, { zod: kib * KIB }]));
    const written = fittingBudgets(bundles);
    expect(written).toEqual({
      'a/api': { kib: 120, parts: { zod: 110 } },
      'a/api/much': { kib: 410, parts: { zod: 400 } },
    });
    expect(overBudget(bundles, written)).toEqual([]);
  });
});

describe('the build', () => {
  const folder = mkdtempSync(join(tmpdir(), 'budgets-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('refuses a bundle over its budget, and says what it is made of', () => {
    const file = join(folder, 'budgets.json');
    const kept = JSON.parse(readFileSync(inRoot('stacks', 'bundle', 'budgets.json'), 'utf8')) as Budgets;
    const tight = {
      ...kept,
      'payments/saga': { kib: 200, parts: { ...kept['payments/saga']?.parts, zod: 1 } },
    };
    writeFileSync(file, JSON.stringify(tight));
    const bun = inRoot('node_modules', '.bin', 'bun');
    const build = () =>
      execFileSync(bun, ['stacks/bundle/build.ts', join(folder, 'out'), charge, '--budgets', file], {
        cwd: root,
        encoding: 'utf8',
        stdio: 'pipe',
      });
    expect(build).toThrow(/payments\/saga\/charge-payment: [\d.]+ KiB, of 200; grown: zod [\d.]+ \(was 1\)/);
  });
});
