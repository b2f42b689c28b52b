import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';
import { beforeAll, describe, expect, it } from 'vitest';
import { inRoot } from '../../paths.ts';

const { forbidden } = createRequire(import.meta.url)(inRoot('.dependency-cruiser.cjs')) as {
  forbidden: IForbiddenRuleType[];
};

/** For each rule an import that it has to refuse: who imports what. */
const PLANTED: Record<string, [from: string, to: string][]> = {
  'no-service-imports-another': [['functions/orders/a.ts', 'functions/payments/b.ts']],
  'platform-knows-no-service': [['functions/platform/a.ts', 'functions/orders/b.ts']],
  'contracts-stand-alone': [['functions/contracts/a.ts', 'functions/platform/b.ts']],
  'domain-knows-no-entry': [['functions/orders/a.ts', 'functions/orders/api/b.ts']],
  'entries-are-wired-in-composition': [
    ['functions/orders/api/a.ts', 'functions/orders/repository.ts'],
    ['functions/orders/rpc.ts', 'functions/orders/closed-customer-repository.ts'],
  ],
  'repository-is-the-last': [['functions/orders/repository.ts', 'functions/orders/b.ts']],
  'traces-by-the-api': [['functions/orders/a.ts', 'functions/platform/tracing/span.ts']],
  'of-tracers-what-is-small': [['functions/orders/a.ts', 'node_modules/@opentelemetry/sdk/index.js']],
  'functions-know-nothing-local': [
    ['functions/orders/a.ts', 'localstack/index.ts'],
    ['functions/orders/a.ts', 'ops/b.ts'],
    ['functions/orders/a.ts', 'cli/b.ts'],
    ['functions/orders/a.ts', 'scripts/b.ts'],
    ['functions/orders/a.ts', 'stacks/b.ts'],
    ['functions/orders/a.ts', 'client/b.ts'],
    ['functions/orders/a.ts', 'packages/stages/b.ts'],
    ['functions/orders/a.ts', 'paths.ts'],
  ],
  'stacks-know-no-tool': [
    ['stacks/a.ts', 'localstack/index.ts'],
    ['stacks/a.ts', 'ops/b.ts'],
    ['stacks/a.ts', 'cli/b.ts'],
    ['sst.config.ts', 'localstack/index.ts'],
  ],
  'packages-know-no-app': [
    ['packages/stages/a.ts', 'stacks/b.ts'],
    ['packages/resilience/a.ts', 'functions/platform/b.ts'],
    ['packages/stages/a.ts', 'localstack/index.ts'],
    ['packages/stages/a.ts', 'stages.ts'],
  ],
  'packages-stand-alone': [['packages/resilience/a.ts', 'packages/stages/b.ts']],
  'client-stands-alone': [['client/a.ts', 'functions/contracts/b.ts']],
  'ops-know-no-command-line': [
    ['ops/a.ts', 'cli/b.ts'],
    ['ops/a.ts', 'scripts/b.ts'],
  ],
  'scripts-know-the-app-alone': [['scripts/a.ts', 'ops/b.ts']],
  'nothing-knows-the-console': [
    ['ops/a.ts', 'console/b.ts'],
    ['functions/orders/a.ts', 'console/b.ts'],
  ],
  'the-page-runs-in-a-browser': [
    ['console/page/a.ts', 'console/api/b.ts'],
    ['console/page/a.ts', 'functions/contracts/b.ts'],
  ],
  'nothing-knows-a-bench': [['ops/a.ts', 'bench/b.ts']],
  'tests-are-for-tests': [
    ['ops/a.ts', 'tests/support/b.ts'],
    ['functions/orders/a.ts', 'tests/support/b.ts'],
    ['functions/orders/a.spec.ts', 'tests/support/b.ts'],
  ],
  'localstack-stands-alone': [['localstack/a.ts', 'functions/contracts/b.ts']],
  'localstack-by-its-public-face': [['ops/a.ts', 'localstack/engine/b.ts']],
};

const ALLOWED: [from: string, to: string][] = [
  ['functions/orders/a.ts', 'functions/contracts/b.ts'],
  ['functions/orders/a.ts', 'packages/resilience/index.ts'],
  ['stacks/a.ts', 'packages/stages/b.ts'],
  ['sst.config.ts', 'stages.ts'],
  ['ops/a.ts', 'functions/orders/b.ts'],
  ['ops/a.ts', 'localstack/index.ts'],
  ['cli/main.ts', 'tests/runner/b.ts'],
  ['packages/stages/a.ts', 'packages/command-line/b.ts'],
];

/** Two pairs of files that need each other: by what they do, and by their types alone. */
const CYCLES = [
  ['no-cycles', 'import', 'functions/orders/one.ts', 'functions/orders/other.ts'],
  ['no-cycles-of-types', 'import type', 'functions/users/one.ts', 'functions/users/other.ts'],
] as const;

/** Every file of the tables, in a folder that holds nothing else. */
function plant(folder: string): string[] {
  const files = new Map<string, string>();
  const add = (from: string, to: string, words = 'import') => {
    const path = relative(dirname(from), to);
    const text = `${words} { b as b${files.size} } from '${path.startsWith('.') ? path : `./${path}`}';\n`;
    if (!files.has(to)) files.set(to, '');
    files.set(from, `${files.get(from) ?? ''}${text}`);
  };
  for (const [from, to] of [...Object.values(PLANTED).flat(), ...ALLOWED]) add(from, to);
  for (const [, words, one, other] of CYCLES) {
    add(one, other, words);
    add(other, one, words);
  }
  for (const [name, text] of files) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), `${text}export const b = 1;\n`);
  }
  return [...files.keys()];
}

let violations: string[];

beforeAll(async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rules-'));
  try {
    const { output } = await cruise(plant(folder), {
      baseDir: folder,
      validate: true,
      ruleSet: { forbidden },
      tsPreCompilationDeps: true,
      doNotFollow: { path: 'node_modules' },
    });
    violations = (output as ICruiseResult).summary.violations.map(
      ({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}, 60_000);

describe('the rules of dependencies', () => {
  it('have each an import here that breaks them', () => {
    const planted = [...Object.keys(PLANTED), ...CYCLES.map(([rule]) => rule)];
    expect(planted.sort()).toEqual(forbidden.map(({ name }) => name).sort());
  });

  it.each(Object.entries(PLANTED).flatMap(([rule, cases]) => cases.map((one) => [rule, ...one] as const)))(
    '%s: %s may not import %s',
    (rule, from, to) => {
      expect(violations).toContain(`${rule}: ${from} -> ${to}`);
    },
  );

  it.each(ALLOWED)('%s may import %s', (from, to) => {
    expect(violations.filter((one) => one.endsWith(`: ${from} -> ${to}`))).toEqual([]);
  });

  it.each(CYCLES)('%s: two files may not need each other by %s', (rule, _, one, other) => {
    expect(violations.filter((found) => found.startsWith(`${rule}: `))).toEqual(
      expect.arrayContaining([expect.stringContaining(one), expect.stringContaining(other)]),
    );
  });
});
