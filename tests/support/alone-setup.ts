import { beforeAll, expect } from 'vitest';
import { alone, BESIDE_MS } from '../runner/beside.ts';
import { isAlone } from './is-alone.ts';

/** A file that runs alone begins when no more tests run beside it. */
beforeAll(async () => {
  if (isAlone(expect.getState().testPath ?? '')) await alone();
}, BESIDE_MS);
