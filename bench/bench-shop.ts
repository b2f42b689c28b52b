import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientOptions, deploy, ensureEngine, stopEngine } from '@serverless-orders/localstack';
import { type ChaosOutputs, ChaosShop } from '../ops/chaos/shop.ts';
import { places } from '../paths.ts';

/** A shop on an engine of its own, so that `npm start` and `npm test` can run beside it. */
export interface BenchShop {
  shop: ChaosShop;
  dynamodb: DynamoDBClient;
  /** The engine's process. */
  pid: number;
  stop: () => Promise<void>;
}

interface BenchShopOptions {
  /** Of the engine and, after `test-`, of the stage. */
  name: string;
  /** Whether the engine runs as it was released. */
  unoptimized?: boolean;
}

/** Starts an engine and deploys the shop to it. Its progress goes to standard error. */
export async function startBenchShop({ name, unoptimized = false }: BenchShopOptions): Promise<BenchShop> {
  const report = (text: string) => console.error(`› ${name}: ${text}`);
  // An engine that a bench left behind may be one of the other sort.
  await stopEngine(name);
  const { endpoint, pid } = await ensureEngine({ name, unoptimized, progress: report, env: {} });
  try {
    const outputs = await deploy({ stage: `test-${name}`, endpoint, report: () => {}, places });
    const shop = new ChaosShop({ endpoint, outputs: outputs as unknown as ChaosOutputs });
    const dynamodb = new DynamoDBClient(clientOptions(endpoint));
    const stop = async () => void (await stopEngine(name));
    return { shop, dynamodb, pid: pid!, stop };
  } catch (error) {
    await stopEngine(name);
    throw error;
  }
}
