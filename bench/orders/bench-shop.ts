import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, deploy, ensureEngine, stopEngine } from '@serverless-orders/localstack';
import { type ChaosOutputs, ChaosShop } from '../../ops/chaos/shop.ts';
import { places } from '../../paths.ts';

/** A shop on an engine of its own, so that `npm start` and `npm test` can run beside it. */
export interface BenchShop {
  shop: ChaosShop;
  dynamodb: DynamoDBClient;
  /** The engine's process. */
  pid: number;
  stop: () => Promise<void>;
}

const NAME = 'bench';
const RELEASED = 'bench-released';

/**
 * Deploys the shop to an engine, and to one as it was released, without the optimizations of its plugin. Their progress goes to
 * standard error.
 */
export async function startBenchShops(): Promise<[ours: BenchShop, released: BenchShop]> {
  try {
    const ours = await start(NAME, false);
    // Deployments of one checkout wait for each other.
    const [shop, released] = await Promise.all([deployed(ours), start(RELEASED, true)]);
    return [shop, await deployed(released)];
  } catch (error) {
    for (const name of [NAME, RELEASED]) await stopEngine(name);
    throw error;
  }
}

interface Started {
  name: string;
  endpoint: string;
  pid: number;
}

async function start(name: string, unoptimized: boolean): Promise<Started> {
  // An engine that a bench left behind may be one of the other sort.
  await stopEngine(name);
  const progress = (text: string) => console.error(`› ${name}: ${text}`);
  const { endpoint, pid } = await ensureEngine({ name, unoptimized, progress, env: {} });
  return { name, endpoint, pid: pid! };
}

async function deployed({ name, endpoint, pid }: Started): Promise<BenchShop> {
  console.error(`› ${name}: the shop is deployed`);
  const outputs = await deploy({ stage: `test-${name}`, endpoint, report: () => {}, places });
  const shop = new ChaosShop({ endpoint, outputs: outputs as unknown as ChaosOutputs });
  const dynamodb = new DynamoDBClient(clientOptions(endpoint));
  return { shop, dynamodb, pid, stop: async () => void (await stopEngine(name)) };
}
