import { expect, it } from 'vitest';
import { BENCHES, LIMIT_S } from './benches.ts';

it('may take together what they promise', () => {
  const seconds = Object.values(BENCHES).reduce((sum, bench) => sum + bench.seconds, 0);
  expect(seconds).toBeLessThanOrEqual(LIMIT_S);
});
