import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { clientConfig } from './engine.ts';
import { STAGE } from './stage.ts';

/** How often a function has logged a message in the last `ms`; `fn` is its name without app and stage. */
export async function loggedSince(fn: string, message: string, ms: number): Promise<number> {
  const client = new CloudWatchLogsClient(clientConfig());
  const logGroupName = `/aws/lambda/shop-${STAGE}-${fn}`;
  const text = `"message":${JSON.stringify(message)}`;
  let count = 0;
  const pages = paginateFilterLogEvents({ client }, { logGroupName, startTime: Date.now() - ms });
  for await (const { events = [] } of pages)
    count += events.filter((event) => event.message?.includes(text)).length;
  return count;
}
