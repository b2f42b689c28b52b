import { createPrivateKey, type KeyObject } from 'node:crypto';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { clientConfig } from './engine.ts';

interface Resource {
  urn: string;
  outputs: Record<string, string>;
}

/**
 * What the tokens of the deployed stage are signed with, from the state of its deployment: so that a token can be made
 * with one thing wrong and everything else right.
 */
export async function signingKey(stage = 'test-shop'): Promise<KeyObject> {
  const s3 = new S3Client({ ...clientConfig(), forcePathStyle: true });
  const state = { Bucket: 'sst-state-local', Key: `app/shop/${stage}.json` };
  const { Body } = await s3.send(new GetObjectCommand(state));
  const { checkpoint } = JSON.parse(await Body!.transformToString());
  const resources = checkpoint.latest.resources as Resource[];
  const key = resources.find(({ urn }) => urn.endsWith('PrivateKey::AuthKey1'));
  if (!key) throw new Error(`the state of ${stage} has no key AuthKey1`);
  return createPrivateKey(key.outputs.privateKeyPemPkcs8!);
}
