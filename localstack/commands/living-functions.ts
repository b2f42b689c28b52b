import { LambdaClient, paginateListFunctions } from '@aws-sdk/client-lambda';
import type { DeployedFunction } from '../deployed.ts';
import { clientOptions } from '../engine/credentials.ts';

/** The functions of a stage that exist on an engine: none if it was started anew, and so empty, since the deploy. */
export async function livingFunctions(
  endpoint: string,
  functions: readonly DeployedFunction[],
): Promise<DeployedFunction[]> {
  const client = new LambdaClient(clientOptions(endpoint));
  const there = new Set<string>();
  for await (const page of paginateListFunctions({ client }, {}))
    for (const { FunctionName } of page.Functions ?? []) there.add(FunctionName ?? '');
  client.destroy();
  return functions.filter(({ name }) => there.has(name));
}
