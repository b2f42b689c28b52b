import { BucketAlreadyOwnedByYou, S3 } from '@aws-sdk/client-s3';
import { ParameterNotFound, SSM } from '@aws-sdk/client-ssm';
import { clientOptions } from '../engine/credentials.ts';

/** The parameter in which sst keeps what it has set up in a region of an account. */
const PARAMETER = '/sst/bootstrap';
/** The version that sst 4.17.1 writes there; at a lower one it would set the account up again. */
const VERSION = 5;
const ACCOUNT = '000000000000';
const REGION = 'us-east-1';

const ASSET = 'sst-asset-local';
const STATE = 'sst-state-local';

/** The parameter that tells the CLI that all is set up. */
export const bootstrapRecord = {
  Name: PARAMETER,
  Type: 'String',
  Value: JSON.stringify({
    version: VERSION,
    asset: ASSET,
    state: STATE,
    assetEcrRegistryId: ACCOUNT,
    assetEcrUrl: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/sst-asset`,
    appsyncHttp: '',
    appsyncRealtime: '',
  }),
} as const;

/**
 * Sets up what the sst CLI needs in an account before it deploys: two buckets, and the parameter that tells of them. By
 * itself the CLI also asks for an ECR repository, and stops where there is no ECR; with the parameter there it goes on,
 * and needs none as long as no container image is deployed. An engine that was set up before is left as it is.
 */
export async function bootstrap(endpoint: string): Promise<void> {
  const options = clientOptions(endpoint);
  const ssm = new SSM(options);
  const s3 = new S3({ ...options, forcePathStyle: true });
  try {
    if (await isThere(ssm)) return;
    await Promise.all([ASSET, STATE].map((Bucket) => make(s3, Bucket)));
    await ssm.putParameter({ ...bootstrapRecord, Overwrite: true });
  } finally {
    ssm.destroy();
    s3.destroy();
  }
}

async function isThere(ssm: SSM): Promise<boolean> {
  try {
    return Boolean((await ssm.getParameter({ Name: PARAMETER })).Parameter);
  } catch (error) {
    if (error instanceof ParameterNotFound) return false;
    throw error;
  }
}

async function make(s3: S3, Bucket: string): Promise<void> {
  try {
    await s3.createBucket({ Bucket });
  } catch (error) {
    if (!(error instanceof BucketAlreadyOwnedByYou)) throw error;
  }
}
