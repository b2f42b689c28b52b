import { afterAll, expect } from 'vitest';

/** What libraries make when they are loaded. A module stays loaded for the files after the one that loads it. */
const LOADED = /^globalThis\.(__zod_\w+|__EXSOLVE_CACHE__|awslambda)$|^process\.on exit$/;

/** What files of tests that share a process would find of each other, by names that a person can look for. */
const surroundings = (): Map<string, unknown> =>
  new Map<string, unknown>([
    ...Object.entries(process.env).map(([name, value]) => [`process.env.${name}`, value] as const),
    ...process
      .eventNames()
      .map((name) => [`process.on ${String(name)}`, process.listenerCount(name)] as const),
    ...Object.getOwnPropertyNames(globalThis).map((name) => [`globalThis.${name}`, 'is there'] as const),
    ['process.cwd()', process.cwd()],
    ['process.exitCode', process.exitCode],
    ['process.stdout.write', process.stdout.write],
    ['console.log', console.log],
    ['fetch', fetch],
    ['setTimeout', setTimeout],
    ['Date', Date],
    ['Date.now', Date.now],
    ['Math.random', Math.random],
  ]);

const before = surroundings();

/**
 * A file that leaves something behind fails, and not one that runs after it. Setup files after this one clean up before it
 * looks. Values stay out of the message: a variable may hold a secret.
 */
afterAll(() => {
  const after = surroundings();
  const names = [...new Set([...before.keys(), ...after.keys()])];
  expect(
    names.filter((name) => before.get(name) !== after.get(name) && !LOADED.test(name)),
    'what this file of tests leaves behind in the process that all files share',
  ).toEqual([]);
});
