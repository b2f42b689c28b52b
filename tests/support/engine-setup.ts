import { fileURLToPath } from 'node:url';
import { ensureEngine, stopEngine } from '@serverless-orders/localstack';
import type { TestProject } from 'vitest/node';
import { freshRequestsFile } from './sent-requests.ts';
import { DEPLOYS_STAGES, testEngine } from './stage.ts';

const QUICK_PASSWORDS = new URL('./quick-passwords.mjs', import.meta.url);

/**
 * Starts the engine of the project's tests, of the kind that ENGINE names, gives its name and address to the tests as
 * TEST_ENGINE and ENGINE_ENDPOINT, and stops it after them.
 */
export default async function setup({ name: project }: TestProject): Promise<() => Promise<void>> {
  const { name, kind } = testEngine(project);
  const engine = await ensureEngine({
    name,
    kind,
    progress: (text) => console.log(`engine: ${text}`),
    // The tests of the engine itself use roles that have no policies.
    enforceIam: DEPLOYS_STAGES.includes(project),
    requests: freshRequestsFile(`functions of ${project}`),
    ...(project === 'e2e' && { functionImport: fileURLToPath(QUICK_PASSWORDS) }),
  });
  process.env.TEST_ENGINE = name;
  process.env.ENGINE_ENDPOINT = engine.endpoint;
  return async () => {
    if (!engine.external) await stopEngine(engine.name);
  };
}
