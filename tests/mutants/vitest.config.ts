import { defineConfig } from 'vitest/config';

/**
 * What is run against every mutant: unit tests, the services over the simulated store, and schedules: each way that a
 * saga can go, who wins, and 200 random ones that are always the same. What is quickest comes first: the first test that
 * fails is the last for its mutant.
 */
export default defineConfig({
  test: {
    // Modules are kept from file to file: a mutant is switched on inside of them, and loading them anew takes most of the time.
    isolate: false,
    projects: [
      {
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: ['functions/{inventory,platform,orders,payments}/**/*.spec.ts'],
        },
      },
      {
        test: {
          name: 'services',
          sequence: { groupOrder: 1 },
          include: [
            'tests/services/{accounts,charges,inbox,orders,overdue,reservations,stock-low}.test.ts',
            'tests/services/{orders,payments}-api.test.ts',
          ],
          setupFiles: ['tests/mutants/stored-tables.ts'],
        },
      },
      {
        test: {
          name: 'schedules',
          sequence: { groupOrder: 2 },
          include: ['tests/mutants/schedules.spec.ts', 'tests/simulation/who-wins.spec.ts'],
          setupFiles: ['tests/simulation/setup.ts'],
          testTimeout: 60_000,
        },
      },
    ],
  },
});
