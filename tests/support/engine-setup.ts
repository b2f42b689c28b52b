import { ensureEngine, stopEngine } from '../../localstack/engine/engine.ts';
import { testEngine } from './stage.ts';

/** Starts the tests' own engine, of the kind that ENGINE names, gives its address to the tests as ENGINE_ENDPOINT, and stops it after them. */
export default async function setup(): Promise<() => Promise<void>> {
  const engine = await ensureEngine({ ...testEngine(), progress: (text) => console.log(`engine: ${text}`) });
  process.env.ENGINE_ENDPOINT = engine.endpoint;
  return async () => {
    if (!engine.external) await stopEngine(engine.name);
  };
}
