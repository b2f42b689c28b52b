import { deploy } from '@serverless-orders/localstack';
import { places } from '../../paths.ts';
import { startCollector } from './collector.ts';
import { engineEndpoint } from './engine.ts';
import { forgetTestFiles } from './grants/test-files.ts';
import { forgetSaid } from './said-secrets.ts';
import { freshRequestsFile, requestsFile } from './sent-requests.ts';
import { ORIGIN, STAGE } from './stage.ts';

/** Steps are retried for 10 seconds on average, and undos for half a minute: so long an outage can be waited for. */
const PAUSES = '0.01';

/** The reconciler looks at orders that are as old as this (s): long enough for one that nothing keeps. */
const OVERDUE = '3';

/** Whose requests are kept. */
const DEPLOYMENTS = 'deployments';

/** Deploys the whole shop to the tests' engine; `env` adds to the environment of sst.config.ts. */
export const deployShop = (env: Record<string, string> = {}) =>
  deploy({
    places,
    stage: STAGE,
    env: {
      SAGA_PAUSES: PAUSES,
      SAGA_OVERDUE_SECONDS: OVERDUE,
      CORS_ORIGINS: ORIGIN,
      ...(process.env.SHOP_COLLECTOR && { OTEL_EXPORTER_OTLP_ENDPOINT: process.env.SHOP_COLLECTOR }),
      ...env,
    },
    endpoint: engineEndpoint(),
    requests: requestsFile(DEPLOYMENTS),
    report: (text) => console.log(`deploy: ${text}`),
  });

/** Gives the outputs of a deployment to the tests, and the address of the collector that it sends its traces to. */
export default async function setup(): Promise<() => void> {
  const { url, stop } = await startCollector();
  process.env.SHOP_COLLECTOR = url;
  forgetSaid();
  forgetTestFiles();
  freshRequestsFile(DEPLOYMENTS);
  process.env.SHOP_OUTPUTS = JSON.stringify(await deployShop());
  return stop;
}
