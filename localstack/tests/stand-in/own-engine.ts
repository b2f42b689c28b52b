import { afterAll, beforeAll } from 'vitest';
import { ensureEngine, stopEngine } from '../../engine/engine.ts';

/**
 * An engine for the tests of one file, which list and compare everything in it. Each file has its own, so that they can run
 * in parallel.
 */
export function ownEngine(name: string) {
  let endpoint = '';
  const start = async (): Promise<string> => {
    ({ endpoint } = await ensureEngine({ name }));
    return endpoint;
  };
  beforeAll(start);
  afterAll(async () => {
    await stopEngine(name);
  });
  return {
    endpoint: () => endpoint,
    /** Ends it and starts one that is empty. @returns its address, which may be another. */
    restart: async (): Promise<string> => {
      await stopEngine(name);
      return start();
    },
  };
}
