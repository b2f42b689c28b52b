import { DRY_VARIABLE } from '@serverless-orders/stages/launched';
import { dryAnswer } from '../dry-run/answers.ts';
import { ACCOUNT, type Aws, connect } from './providers/aws.ts';
import { REQUESTS_VARIABLE, watchRequests } from './requests.ts';

/** The clients that this command deploys with: of the engine, or in a dry run of the simulated account. Requests are recorded if asked for. */
export function stageAws({ endpoint, region }: { endpoint: string; region: string }): Aws {
  const watch = watchRequests({
    file: process.env[REQUESTS_VARIABLE],
    answer: process.env[DRY_VARIABLE] ? dryAnswer({ region, account: ACCOUNT }) : undefined,
  });
  return connect({ endpoint, region, watch });
}
