import { expect } from 'vitest';

/**
 * The real provider's outputs that the stand-in does not return, by resource type. A program that reads one gets undefined, so
 * an output that a program needs has to be implemented and removed from this list.
 *
 * The test reads all outputs from the types of @pulumi/aws, @pulumi/random and @pulumi/tls.
 */
export const LACKS: Record<string, string[]> = {
  'aws:apigateway/account:Account': ['apiKeyVersion', 'features', 'throttleSettings'],
  'aws:apigateway/domainName:DomainName': [
    'certificateUploadDate',
    'cloudfrontDomainName',
    'cloudfrontZoneId',
    'domainNameId',
  ],
  'aws:apigateway/stage:Stage': ['webAclArn'],
  'aws:iam/policy:Policy': ['attachmentCount'],
  'aws:lambda/eventSourceMapping:EventSourceMapping': [
    'lastModified',
    'lastProcessingResult',
    'state',
    'stateTransitionReason',
  ],
  'aws:lambda/function:Function': ['signingJobArn', 'signingProfileVersionArn'],
  'aws:s3/bucket:Bucket': ['hostedZoneId', 'websiteDomain', 'websiteEndpoint'],
  'aws:s3/bucketObjectv2:BucketObjectv2': [
    'checksumCrc32',
    'checksumCrc32c',
    'checksumCrc64nvme',
    'checksumSha1',
    'checksumSha256',
  ],
  'aws:ses/configurationSet:ConfigurationSet': ['lastFreshStart'],
  'aws:sfn/stateMachine:StateMachine': [
    'description',
    'revisionId',
    'stateMachineVersionArn',
    'versionDescription',
  ],
  'aws:sns/topic:Topic': ['beginningArchiveTime'],
  'aws:ssm/parameter:Parameter': ['hasValueWo'],
  'random:index/randomPassword:RandomPassword': ['bcryptHash'],
  'tls:index/privateKey:PrivateKey': [
    'privateKeyOpenssh',
    'publicKeyFingerprintMd5',
    'publicKeyFingerprintSha256',
    'publicKeyOpenssh',
  ],
};

/** Missing from every type that has it: the tags of the resource and its provider together, which nothing here reads. */
export const LACKED_BY_ALL = 'tagsAll';

interface Left {
  type: string;
  output: string;
  /** The actual value, in place of the one that might be expected. */
  is: unknown;
  /** Inputs beside those of the sample. */
  inputs?: Record<string, unknown>;
  /** Where the provider says so. */
  source: string;
}

const go = (path: string) => `terraform-provider-aws, internal/service/${path}`;

/** Outputs that the real provider leaves empty, or that have an unexpected value. */
export const LEFT: Left[] = [
  {
    type: 'aws:lambda/function:Function',
    output: 'sourceCodeHash',
    is: '',
    source: `${go('lambda/function.go')}: what the program said itself, which is nothing for code from S3`,
  },
  {
    type: 'aws:lambda/function:Function',
    output: 'version',
    is: '$LATEST',
    source: `${go('lambda/function.go')}: the latest of all versions, which is this one until one is published`,
  },
  {
    type: 'aws:lambda/function:Function',
    output: 'qualifiedInvokeArn',
    is: expect.stringContaining('function:it:1/invocations'),
    inputs: { publish: true },
    source: `${go('lambda/function.go')}: the address for invocations of the qualified ARN`,
  },
  {
    type: 'aws:lambda/function:Function',
    output: 'arn',
    is: expect.stringMatching(/:function:it$/),
    inputs: { publish: true },
    source: `${go('lambda/function.go')}: read without a version, though AWS answers the creation with one`,
  },
  {
    type: 'aws:dynamodb/table:Table',
    output: 'streamArn',
    is: '',
    source: '@pulumi/aws, dynamodb/table.d.ts: "Only available when `streamEnabled = true`"',
  },
  {
    type: 'aws:dynamodb/table:Table',
    output: 'streamLabel',
    is: '',
    source: '@pulumi/aws, dynamodb/table.d.ts: "Only available when `streamEnabled = true`"',
  },
  {
    type: 'aws:s3/bucketObjectv2:BucketObjectv2',
    output: 'versionId',
    is: '',
    source: '@pulumi/aws, s3/bucketObjectv2.d.ts: "if bucket versioning is enabled"',
  },
  {
    type: 'aws:sns/topicSubscription:TopicSubscription',
    output: 'pendingConfirmation',
    is: true,
    inputs: { protocol: 'email', endpoint: 'oncall@shop.example' },
    source: `${go('sns/topic_subscription.go')}: it does not wait for who has to open a link`,
  },
  {
    type: 'aws:sns/topicSubscription:TopicSubscription',
    output: 'pendingConfirmation',
    is: false,
    source: `${go('sns/topic_subscription.go')}: a queue of the same account needs no confirmation`,
  },
];
