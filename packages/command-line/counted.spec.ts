import { expect, it } from 'vitest';
import { counted } from './counted.ts';

it.each([
  [0, 'order', undefined, '0 orders'],
  [1, 'order', undefined, '1 order'],
  [2, 'order', undefined, '2 orders'],
  [2, 'batch', 'batches', '2 batches'],
  [1, 'batch', 'batches', '1 batch'],
])('%d %s is written as it is said', (count, one, many, written) => {
  expect(counted(count, one, many)).toBe(written);
});
