import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsModels, dryRun } from '@serverless-orders/localstack';
import { PLAN_SETTINGS } from '../../ops/plan/plan-settings.ts';
import { inLocal, places } from '../../paths.ts';

/** Makes a dry run of production, and sees to it that AWS's models are there, both at once. */
export default async function setup(): Promise<void> {
  const models = awsModels().then(({ awsModels }) =>
    awsModels({ report: (text) => console.log(`engine: ${text}`) }),
  );
  // What a person's shell says is not in the plan (tests/aws/plan.test.ts).
  process.env.RATE_LIMIT_API = '1/1';
  const [run] = await Promise.all([dryRun({ places, stage: 'production', settings: PLAN_SETTINGS }), models]);
  const folder = inLocal('test', 'production');
  mkdirSync(folder, { recursive: true });
  const [resources, requests] = [join(folder, 'resources.json'), join(folder, 'requests.jsonl')];
  writeFileSync(resources, JSON.stringify(run.resources));
  writeFileSync(requests, run.requests.map((request) => `${JSON.stringify(request)}\n`).join(''));
  process.env.PRODUCTION = folder;
}
