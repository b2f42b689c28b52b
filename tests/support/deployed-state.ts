import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import type { Resource } from '@serverless-orders/localstack';
import { clientConfig } from './engine.ts';
import { STAGE } from './stage.ts';

/** What the state of the deployed stage says of its resources; each stands after those that it needs. */
export async function deployedResources(): Promise<Resource[]> {
  const s3 = new S3Client({ ...clientConfig(), forcePathStyle: true });
  const state = { Bucket: 'sst-state-local', Key: `app/shop/${STAGE}.json` };
  const { Body } = await s3.send(new GetObjectCommand(state));
  const { checkpoint } = JSON.parse(await Body!.transformToString());
  return checkpoint.latest.resources;
}
