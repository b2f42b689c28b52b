import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { FileOrder } from './tests/support/file-order.ts';

/** What npm and deploys put beside the example app. */
const THEIRS = ['**/node_modules/**', '**/.{sst,local,build}/**'];

/** What needs nothing but Node. */
const SPECS = globSync(
  '{bench,cli,client,console,functions,localstack,ops,packages,scripts,stacks,tests}/**/*.spec.ts',
  {
    exclude: ['tests/{simulation,mutants}/**', 'tests/structure/full/**', ...THEIRS],
  },
);

/** Such a file needs modules of its own. */
const replacesModules = (file: string) =>
  /\bvi\.(mock|doMock|resetModules)\b/.test(readFileSync(file, 'utf8'));

const unit = {
  setupFiles: ['tests/support/no-engine.ts'],
  // A busy machine takes longer than the usual 5 s; a limit only costs time where a test fails.
  testTimeout: 60_000,
};

/** Node loads the modules: what computes for long takes a sixth less without vitest's getters around each import. */
const NATIVE = { viteModuleRunner: false };

const onEngine = { testTimeout: 300_000, hookTimeout: 300_000 };

/**
 * `unit`, `unit-isolated` and `simulation` need nothing but Node. `engine` needs a running engine, which its global setup starts (its own:
 * port, state and stage differ from those of `npm start`); `e2e` needs the whole shop, deployed to that engine; `aws` needs no engine, and
 * Python with AWS's models, which its global setup installs. Only `npm run test:full` runs the others: `simulation-full` and `flat-cost`,
 * `engine-full` and `operations`, `console`, which needs Chromium, `dynamodb-local` (Java and Maven) and `real-engine` (Go).
 */
export default defineConfig({
  test: {
    sequence: { sequencer: FileOrder },
    projects: [
      {
        test: {
          ...unit,
          name: 'unit',
          include: SPECS.filter((file) => !replacesModules(file)),
          // In one process: to load the modules again for each file takes longer than most of the tests.
          isolate: false,
          setupFiles: [...unit.setupFiles, 'tests/support/leaves-nothing.ts'],
        },
      },
      {
        test: { ...unit, name: 'unit-isolated', include: SPECS.filter(replacesModules) },
      },
      {
        test: {
          name: 'simulation',
          experimental: NATIVE,
          include: ['tests/simulation/**/*.spec.ts'],
          exclude: ['tests/simulation/full/**'],
          setupFiles: ['tests/simulation/setup.ts'],
          maxWorkers: 2,
          // It gives way to what runs beside it.
          testTimeout: 10 * 60_000,
        },
      },
      {
        test: {
          name: 'simulation-full',
          experimental: NATIVE,
          include: ['tests/simulation/full/*.spec.ts'],
          setupFiles: ['tests/simulation/setup.ts'],
          maxWorkers: 2,
          // Computing takes as long as a machine needs: only `npm run test:full` has a limit, for all of it.
          testTimeout: 0,
        },
      },
      {
        test: {
          name: 'flat-cost',
          include: ['tests/structure/full/*.spec.ts'],
          testTimeout: 10 * 60_000,
        },
      },
      {
        test: {
          name: 'engine',
          include: ['{localstack,tests}/**/*.test.ts'],
          exclude: [
            '{localstack/,}tests/aws/**',
            'tests/{e2e,operations,real-engine}/**',
            'tests/{mutants,simulation}/**',
            'localstack/tests/full/**',
            'localstack/tests/real-engine/**',
            ...THEIRS,
          ],
          globalSetup: ['tests/support/engine-setup.ts'],
          setupFiles: ['tests/support/quick-passwords.mjs'],
          maxWorkers: 2,
          ...onEngine,
        },
      },
      {
        test: {
          name: 'console',
          include: ['console/tests/*.test.ts'],
          globalSetup: ['tests/support/engine-setup.ts', 'tests/support/shop-setup.ts'],
          // One file after another: they look at the same stage.
          fileParallelism: false,
          ...onEngine,
        },
      },
      {
        test: {
          name: 'operations',
          include: ['tests/operations/*.test.ts'],
          globalSetup: ['tests/support/engine-setup.ts'],
          // One file after another: they deploy the same stage.
          fileParallelism: false,
          ...onEngine,
        },
      },
      {
        test: {
          name: 'engine-full',
          include: ['localstack/tests/full/*.test.ts'],
          globalSetup: ['tests/support/engine-setup.ts'],
          ...onEngine,
        },
      },
      {
        test: {
          name: 'real-engine',
          include: ['{localstack/,}tests/real-engine/*.test.ts'],
          fileParallelism: false,
          ...onEngine,
        },
      },
      {
        test: {
          name: 'dynamodb-local',
          include: ['tests/simulation/store/*.test.ts'],
          ...onEngine,
        },
      },
      {
        test: {
          name: 'aws',
          include: ['{localstack/,}tests/aws/**/*.test.ts'],
          globalSetup: ['tests/support/aws-setup.ts'],
          // Its files wait for programs of Python, by one core.
          maxWorkers: 2,
          ...onEngine,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          globalSetup: ['tests/support/engine-setup.ts', 'tests/support/shop-setup.ts'],
          setupFiles: [
            'tests/support/leaves-nothing.ts',
            'tests/support/alone-setup.ts',
            'tests/support/note-said.ts',
            'tests/support/note-test-file.ts',
          ],
          // One file after another: what they count in the tables is theirs.
          fileParallelism: false,
          // In one process: to load the modules again for each file takes a second of the processor.
          isolate: false,
          ...onEngine,
        },
      },
    ],
  },
});
