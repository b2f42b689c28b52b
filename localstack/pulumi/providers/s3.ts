import { assetBytes, type Value } from '../values.ts';
import type { Aws } from './aws.ts';
import { defineKind, type Kind, type Kinds, orGone } from './kind.ts';
import { pascal, tagList, text } from './shape.ts';

interface Bucket {
  bucket: string;
  forceDestroy?: boolean;
  tags?: Record<string, string>;
}

/** S3 deletes a bucket only when it is empty. */
async function empty(bucket: string, aws: Aws): Promise<void> {
  const s3 = await aws.s3();
  for (;;) {
    const { Versions = [], DeleteMarkers = [] } = await s3.listObjectVersions({ Bucket: bucket });
    const Objects = [...Versions, ...DeleteMarkers].map(({ Key = '', VersionId }) => ({ Key, VersionId }));
    if (Objects.length === 0) return;
    await s3.deleteObjects({ Bucket: bucket, Delete: { Objects, Quiet: true } });
  }
}

const bucket = defineKind<Bucket>({
  inputs: ['bucket', 'forceDestroy'],
  noEffect: ['tags'],
  name: { property: 'bucket', max: 63, lower: true },
  replaceOn: ['bucket'],
  async create(inputs, { aws }) {
    const name = inputs.bucket;
    const s3 = await aws.s3();
    await s3.createBucket({ Bucket: name });
    if (inputs.tags) await s3.putBucketTagging({ Bucket: name, Tagging: { TagSet: tagList(inputs.tags) } });
    const outputs = {
      arn: `arn:aws:s3:::${name}`,
      bucketDomainName: `${name}.s3.amazonaws.com`,
      bucketRegionalDomainName: `${name}.s3.${aws.region}.amazonaws.com`,
      bucketRegion: aws.region,
    };
    return { id: name, outputs };
  },
  find: async (inputs) => [{ id: inputs.bucket, outputs: { forceDestroy: true } }],
  update: async () => ({}),
  async delete({ id, outputs }, { aws }) {
    if (outputs.forceDestroy) await empty(id, aws);
    await (await aws.s3()).deleteBucket({ Bucket: id });
  },
});

interface Part {
  bucket: string;
}

/** A setting of a bucket that Pulumi makes a resource of its own. */
const setting = <I extends Part>(
  properties: readonly string[],
  put: (inputs: I, aws: Aws) => Promise<unknown>,
  drop: (bucket: string, aws: Aws) => Promise<unknown>,
) =>
  defineKind<I>({
    inputs: ['bucket', ...properties],
    noEffect: ['expectedBucketOwner', 'skipDestroy', 'mfa'],
    replaceOn: ['bucket'],
    identity: (inputs) => inputs.bucket,
    container: { type: 'aws:s3/bucket:Bucket', id: (inputs) => inputs.bucket },
    async create(inputs, { aws }) {
      await put(inputs, aws);
      return { id: inputs.bucket };
    },
    find: async (inputs) => [{ id: inputs.bucket }],
    async update(inputs, _old, { aws }) {
      await put(inputs, aws);
      return {};
    },
    delete: ({ id }, { aws }) => drop(id, aws),
  });

const policy = setting<Part & { policy: unknown }>(
  ['policy'],
  async (inputs, aws) =>
    (await aws.s3()).putBucketPolicy({ Bucket: inputs.bucket, Policy: text(inputs.policy) }),
  async (Bucket, aws) => (await aws.s3()).deleteBucketPolicy({ Bucket }),
);

const publicAccess = [
  'blockPublicAcls',
  'blockPublicPolicy',
  'ignorePublicAcls',
  'restrictPublicBuckets',
] as const;

const publicAccessBlock = setting<Part & Partial<Record<(typeof publicAccess)[number], boolean>>>(
  publicAccess,
  async ({ bucket: Bucket, ...flags }, aws) => {
    const chosen = Object.entries(flags).filter(([name]) => publicAccess.some((one) => one === name));
    const PublicAccessBlockConfiguration = pascal<object>(Object.fromEntries(chosen));
    return (await aws.s3()).putPublicAccessBlock({ Bucket, PublicAccessBlockConfiguration });
  },
  async (Bucket, aws) => (await aws.s3()).deletePublicAccessBlock({ Bucket }),
);

interface CorsRule {
  allowedHeaders?: string[];
  allowedMethods: string[];
  allowedOrigins: string[];
  exposeHeaders?: string[];
  maxAgeSeconds?: number;
  id?: string;
}

const cors = setting<Part & { corsRules: CorsRule[] }>(
  ['corsRules'],
  async ({ bucket: Bucket, corsRules }, aws) => {
    const CORSRules = corsRules.map(({ id, ...rule }) => ({
      ...pascal<{ AllowedMethods: string[]; AllowedOrigins: string[] }>(rule),
      ID: id,
    }));
    return (await aws.s3()).putBucketCors({ Bucket, CORSConfiguration: { CORSRules } });
  },
  async (Bucket, aws) => (await aws.s3()).deleteBucketCors({ Bucket }),
);

const versioning = setting<Part & { versioningConfiguration: { status: string } }>(
  ['versioningConfiguration'],
  async ({ bucket: Bucket, versioningConfiguration: { status } }, aws) =>
    status === 'Disabled'
      ? undefined
      : (await aws.s3()).putBucketVersioning({
          Bucket,
          VersioningConfiguration: { Status: status as 'Enabled' },
        }),
  async (Bucket, aws) =>
    (await aws.s3()).putBucketVersioning({ Bucket, VersioningConfiguration: { Status: 'Suspended' } }),
);

interface Notified {
  id?: string;
  events: string[];
  filterPrefix?: string;
  filterSuffix?: string;
}

/** The filter of a notification, as S3 has it; undefined for every object. */
function filterOf({ filterPrefix, filterSuffix }: Notified) {
  const rules = { prefix: filterPrefix, suffix: filterSuffix };
  const FilterRules = Object.entries(rules).flatMap(([Name, Value]) =>
    Value ? [{ Name: Name as 'prefix' | 'suffix', Value }] : [],
  );
  return FilterRules.length > 0 ? { Key: { FilterRules } } : undefined;
}

const common = (one: Notified) => ({
  Id: one.id,
  Events: one.events as 's3:ObjectCreated:*'[],
  Filter: filterOf(one),
});

const notification = setting<
  Part & {
    lambdaFunctions?: (Notified & { lambdaFunctionArn: string })[];
    queues?: (Notified & { queueArn: string })[];
    topics?: (Notified & { topicArn: string })[];
    eventbridge?: boolean;
  }
>(
  ['lambdaFunctions', 'queues', 'topics', 'eventbridge'],
  async ({ bucket: Bucket, lambdaFunctions = [], queues = [], topics = [], eventbridge }, aws) =>
    (await aws.s3()).putBucketNotificationConfiguration({
      Bucket,
      NotificationConfiguration: {
        LambdaFunctionConfigurations: lambdaFunctions.map((one) => ({
          ...common(one),
          LambdaFunctionArn: one.lambdaFunctionArn,
        })),
        QueueConfigurations: queues.map((one) => ({ ...common(one), QueueArn: one.queueArn })),
        TopicConfigurations: topics.map((one) => ({ ...common(one), TopicArn: one.topicArn })),
        EventBridgeConfiguration: eventbridge ? {} : undefined,
      },
    }),
  async (Bucket, aws) =>
    (await aws.s3()).putBucketNotificationConfiguration({ Bucket, NotificationConfiguration: {} }),
);

interface BucketObject {
  bucket: string;
  key: string;
  source?: Value;
  content?: string;
  contentType?: string;
  cacheControl?: string;
  metadata?: Record<string, string>;
}

const object: Kind<BucketObject> = defineKind<BucketObject>({
  inputs: ['bucket', 'key', 'source', 'content', 'contentType', 'cacheControl', 'metadata'],
  noEffect: ['etag', 'sourceHash', 'acl', 'forceDestroy', 'tags', 'serverSideEncryption'],
  replaceOn: ['bucket', 'key'],
  identity: (inputs) => `${inputs.bucket}/${inputs.key}`,
  async create(inputs, { aws }) {
    const { ETag, VersionId } = await (await aws.s3()).putObject({
      Bucket: inputs.bucket,
      Key: inputs.key,
      Body: inputs.source === undefined ? inputs.content : assetBytes(inputs.source),
      ContentType: inputs.contentType,
      CacheControl: inputs.cacheControl,
      Metadata: inputs.metadata,
    });
    return {
      id: `${inputs.bucket}/${inputs.key}`,
      outputs: {
        arn: `arn:aws:s3:::${inputs.bucket}/${inputs.key}`,
        etag: ETag?.replaceAll('"', ''),
        // Empty where the bucket keeps no versions.
        versionId: VersionId ?? '',
      },
    };
  },
  find: async (inputs) => [{ id: `${inputs.bucket}/${inputs.key}` }],
  async update(inputs, _old, context) {
    return (await object.create(inputs, context)).outputs;
  },
  delete: async ({ inputs }, { aws }) =>
    orGone((await aws.s3()).deleteObject({ Bucket: inputs.bucket, Key: inputs.key })),
});

export const kinds: Kinds = {
  'aws:s3/bucket:Bucket': bucket,
  'aws:s3/bucketPolicy:BucketPolicy': policy,
  'aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock': publicAccessBlock,
  'aws:s3/bucketCorsConfiguration:BucketCorsConfiguration': cors,
  'aws:s3/bucketVersioning:BucketVersioning': versioning,
  'aws:s3/bucketNotification:BucketNotification': notification,
  'aws:s3/bucketObject:BucketObject': object,
  'aws:s3/bucketObjectv2:BucketObjectv2': object,
};
