import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { awsModels, type Resource } from '@serverless-orders/localstack';

const inFolder = (file: string): string => join(process.env.PRODUCTION!, file);

/** Everything that a deployment of production would make; each stands after those that it needs. */
export const productionResources = (): Resource[] =>
  JSON.parse(readFileSync(inFolder('resources.json'), 'utf8'));

/** The file with every request that the deployment would send. */
export const productionRequests = (): string => inFolder('requests.jsonl');

/** AWS's models, which are installed. */
export const models = async () => {
  const all = await awsModels();
  return { ...all, ...(await all.awsModels({ report: () => {} })) };
};
