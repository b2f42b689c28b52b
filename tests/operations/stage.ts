import { deploy, runSst } from '@serverless-orders/localstack';
import { places } from '../../paths.ts';
import { engineEndpoint } from '../support/engine.ts';

/** A stage of their own, on the engine that the end to end tests had before. */
export const STAGE = 'test-operations';

export interface Deployed {
  api: string;
  /** The staff account, as the body of a sign-in (JSON). */
  staff: string;
  tables: Record<string, string>;
}

/** Deploys the stage; `env` adds to the environment of sst.config.ts. */
export const deployStage = async (env: Record<string, string> = {}): Promise<Deployed> =>
  (await deploy({
    places,
    stage: STAGE,
    env,
    endpoint: engineEndpoint(),
    report: (text) => console.log(`deploy: ${text}`),
  })) as unknown as Deployed;

/** Calls the sst CLI about the stage, as `npm run sst` does. @throws Error when it fails. */
export async function sst(...words: string[]): Promise<void> {
  const code = await runSst([...words, '--stage', STAGE], { places });
  if (code !== 0) throw new Error(`sst ${words.join(' ')} ended with ${code}`);
}
