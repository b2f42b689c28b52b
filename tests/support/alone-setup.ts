import { beforeAll, expect } from 'vitest';
import { alone } from '../../localstack/testing/beside.ts';
import { isAlone } from './is-alone.ts';

/** As long as the tests that run beside this lane may take (ms). */
const OTHERS_MS = 30 * 60_000;

/** A file that runs alone begins when no more tests run beside it. */
beforeAll(async () => {
  if (isAlone(expect.getState().testPath ?? '')) await alone();
}, OTHERS_MS);
