import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
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

/** How many calls a cell has logged in the last `ms`; `cell` is its function's name without app and stage. */
export async function callsSince(cell: string, ms: number): Promise<number> {
  const client = new CloudWatchLogsClient(clientConfig());
  const logGroupName = `/aws/lambda/shop-${STAGE}-${cell}`;
  let count = 0;
  const pages = paginateFilterLogEvents({ client }, { logGroupName, startTime: Date.now() - ms });
  for await (const { events = [] } of pages)
    count += events.filter(({ message }) => message?.includes('"message":"call"')).length;
  return count;
}
