import { afterAll, beforeAll } from 'vitest';
import { ensureEngine, stopEngine } from '../../localstack/engine/engine.ts';
import { deploys } from './deploys.ts';
import { kills } from './kills.ts';
import { restarts } from './restarts.ts';

/** An engine that nobody else uses, because everything that is in it is listed and compared. */
const ENGINE = 'test-stand-in';
let endpoint = '';

async function start(): Promise<string> {
  ({ endpoint } = await ensureEngine({ name: ENGINE }));
  return endpoint;
}

beforeAll(start);

afterAll(async () => {
  await stopEngine(ENGINE);
});

deploys(() => endpoint);
kills(() => endpoint);
restarts(
  () => endpoint,
  async () => {
    await stopEngine(ENGINE);
    return start();
  },
);
