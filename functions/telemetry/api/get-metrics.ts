import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { deployedInstances } from '@serverless-orders/resilience/discovery';
import * as z from 'zod/mini';
import { getMetrics } from '../../contracts/http/telemetry.ts';
import { awsClient } from '../../platform/aws-client.ts';
import { readConfig, required } from '../../platform/config.ts';
import { withMiddleware } from '../../platform/http/endpoint.ts';
import { header } from '../../platform/http/headers.ts';
import { ok } from '../../platform/http/response.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { breakerGauges } from '../breaker-gauges.ts';
import { makeQueueNotes } from '../composition.ts';
import { exposition, formatFor, MEDIA_TYPES } from '../exposition.ts';
import { readGauges } from '../gauges.ts';
import { labelSets } from '../label-sets.ts';
import { queueGauges } from '../queue-gauges.ts';
import { deployedQueues, labelsOf } from '../queues.ts';
import { checkScrapeToken } from '../scrape-token.ts';
import { readSeries } from '../series-table.ts';
import { withZeros } from '../zeros.ts';

const config = readConfig({
  BREAKER_TABLE: required,
  INSTANCES: required,
  INSTANCE_ADDRESS: required,
  CURRENCY: required,
  QUEUES: required,
  QUEUE_URL: required,
  SCRAPE_TOKEN_HASH: z.optional(z.string()),
});
// Prometheus waits ten seconds for a scrape and repeats it soon: so the function itself hardly retries.
const once = { maxAttempts: 2 };
const table = tableFromEnvironment();
const instances = deployedInstances(config);
const queues = deployedQueues(config.QUEUES);
const zeros = labelSets({ ...labelsOf(queues), instances, currency: config.CURRENCY });
const sources = [
  queueGauges({
    queues,
    urlPrefix: config.QUEUE_URL,
    client: awsClient(SQSClient, once),
    notes: makeQueueNotes(table),
  }),
  breakerGauges({ table: config.BREAKER_TABLE, client: awsClient(DynamoDBClient, once), instances }),
];

/**
 * GET /metrics. When not every counter can be read the answer is 503: Prometheus would take a lower sum for a counter that
 * was reset.
 */
export const handler = withMiddleware(getMetrics, async (event) => {
  checkScrapeToken(header(event, 'authorization'), config.SCRAPE_TOKEN_HASH);
  const [series, measured] = await Promise.all([readSeries(table), readGauges(sources)]);
  const format = formatFor(header(event, 'accept'));
  const text = exposition({ counted: withZeros(series, zeros), measured, format });
  return ok(text, { 'content-type': MEDIA_TYPES[format], 'cache-control': 'no-store' });
});
