import { expect, it } from 'vitest';
import { concurrentExecutions } from './memory.ts';

const GIB = 1024 ** 3;

it.each([
  [0.25 * GIB, 10],
  [4 * GIB, 45],
  [16 * GIB, 182],
  [512 * GIB, 1000],
])('a machine with %d bytes runs %d Lambdas at once', (memory, count) => {
  expect(concurrentExecutions(memory)).toBe(count);
});
