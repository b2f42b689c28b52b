import { deploy } from '../../localstack/sst/sst.ts';
import { engineEndpoint } from './engine.ts';
import { STAGE } from './stage.ts';

/** Deploys the whole shop to the tests' engine and gives its outputs to the tests. */
export default async function setup(): Promise<void> {
  const outputs = await deploy({
    stage: STAGE,
    endpoint: engineEndpoint(),
    report: (text) => console.log(`deploy: ${text}`),
  });
  process.env.SHOP_OUTPUTS = JSON.stringify(outputs);
}
