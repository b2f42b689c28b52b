import { startDynamoDbLocal } from '@serverless-orders/localstack';
import type { PartOptions } from './parts.ts';
import type { PartResult } from './summary.ts';
import { runVitest } from './vitest.ts';

/** Starts a DynamoDB Local, and holds the simulated store to it; without Maven and a JDK it says so, and nothing is run. */
export async function besideDynamoDbLocal(
  options: PartOptions,
  start: typeof startDynamoDbLocal = startDynamoDbLocal,
): Promise<PartResult> {
  const server = await start({ report: options.report });
  if (!server) {
    const skipped = 'there are no Maven and JDK on this machine to fetch DynamoDB Local by';
    options.report(`skipped: ${skipped}`);
    return { passed: 0, failed: 0, output: '', skipped };
  }
  try {
    const env = { SIM_DYNAMODB: server.endpoint };
    return await runVitest({ project: 'dynamodb-local', eachTest: true, env, ...options });
  } finally {
    await server.stop();
  }
}
