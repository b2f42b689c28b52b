import { afterAll, beforeAll } from 'vitest';
import { ensureEngine, stopEngine } from '../../localstack/engine/engine.ts';
import { deploys } from './deploys.ts';
import { kills } from './kills.ts';

/** An engine that nobody else uses, because everything that is in it is listed and compared. */
const ENGINE = 'test-stand-in';
let endpoint = '';

beforeAll(async () => {
  ({ endpoint } = await ensureEngine({ name: ENGINE }));
});

afterAll(async () => {
  await stopEngine(ENGINE);
});

deploys(() => endpoint);
kills(() => endpoint);
