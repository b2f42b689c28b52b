import { defineConfig } from 'vitest/config';

/**
 * Two projects: `unit` needs nothing but Node, `engine` needs a running engine, which its global setup starts
 * (its own: port, state and stage differ from those of `npm start`).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['functions/**/*.spec.ts', 'localstack/**/*.spec.ts', 'stacks/**/*.spec.ts'],
        },
      },
      {
        test: {
          name: 'engine',
          include: ['tests/**/*.test.ts'],
          globalSetup: ['tests/support/engine-setup.ts'],
          testTimeout: 120_000,
          hookTimeout: 240_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
