import { engineOf, type StageEngine } from '@serverless-orders/localstack';

/** Projects of tests that deploy a whole stage. They run one after the other, on one engine. */
export const DEPLOYS_STAGES = ['e2e', 'console', 'operations'];

/** The stage of the end to end tests, on every kind of engine. */
export const STAGE = 'test-shop';

/**
 * Name and kind of the engine of a project of tests. The shop has that of its stage; the others have one of their own, so
 * that both can run at once.
 */
export function testEngine(project: string): StageEngine {
  const { name, ...engine } = engineOf(STAGE);
  return {
    name: DEPLOYS_STAGES.includes(project) ? name : name.replace('test', `test-${project}`),
    ...engine,
  };
}

/** The one origin whose scripts may call it. */
export const ORIGIN = 'https://shop.example';
