import { ensureEngine, stopEngine } from '../../localstack/engine/engine.ts';

const NAME = 'test';

/** Starts the tests' own engine, gives its address to the tests as ENGINE_ENDPOINT, and stops it after them. */
export default async function setup(): Promise<() => Promise<void>> {
  const engine = await ensureEngine({ name: NAME, progress: (text) => console.log(`engine: ${text}`) });
  process.env.ENGINE_ENDPOINT = engine.endpoint;
  return async () => {
    if (!engine.external) await stopEngine(NAME);
  };
}
