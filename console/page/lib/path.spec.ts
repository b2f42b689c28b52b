import { expect, it } from 'vitest';
import { partsOf } from './path.ts';

it.each([
  ['/', ['']],
  ['/orders/01a2', ['orders', '01a2']],
  ['/services/users%2Fa/', ['services', 'users/a', '']],
  ['/orders/%', ['orders', '%']],
  ['/orders/%C3', ['orders', '%C3']],
  ['/%zz', ['%zz']],
])('takes %s apart', (path, parts) => {
  expect(partsOf(path)).toEqual(parts);
});
