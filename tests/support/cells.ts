import { paginateGetParametersByPath, SSMClient } from '@aws-sdk/client-ssm';
import { clientConfig } from './engine.ts';
import { STAGE } from './stage.ts';

/** The names of all that stands in the registry, whoever wrote it. */
export async function readRecords(): Promise<string[]> {
  const names: string[] = [];
  const client = new SSMClient(clientConfig());
  const pages = paginateGetParametersByPath({ client }, { Path: `/shop/${STAGE}`, Recursive: true });
  for await (const page of pages) names.push(...(page.Parameters ?? []).map(({ Name = '' }) => Name));
  return names;
}
