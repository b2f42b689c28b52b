import type { APIGateway } from '@aws-sdk/client-api-gateway';
import type { CloudWatch } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogs } from '@aws-sdk/client-cloudwatch-logs';
import type { DynamoDB } from '@aws-sdk/client-dynamodb';
import type { EventBridge } from '@aws-sdk/client-eventbridge';
import type { IAM } from '@aws-sdk/client-iam';
import type { Lambda } from '@aws-sdk/client-lambda';
import type { S3 } from '@aws-sdk/client-s3';
import type { SES } from '@aws-sdk/client-ses';
import type { SFN } from '@aws-sdk/client-sfn';
import type { SNS } from '@aws-sdk/client-sns';
import type { SQS } from '@aws-sdk/client-sqs';
import type { SSM } from '@aws-sdk/client-ssm';
import { engineCredentials } from '../../engine/credentials.ts';

type Client<T> = () => Promise<T>;

/** The clients of one engine. Each is loaded on its first use, since loading all takes about a second. */
export interface Aws {
  readonly endpoint: string;
  readonly region: string;
  readonly account: string;
  /** The clients for another region, made once for each region; without one, these. */
  in(region: string | undefined): Aws;
  readonly apiGateway: Client<APIGateway>;
  readonly cloudWatch: Client<CloudWatch>;
  readonly dynamodb: Client<DynamoDB>;
  readonly eventBridge: Client<EventBridge>;
  readonly iam: Client<IAM>;
  readonly lambda: Client<Lambda>;
  readonly logs: Client<CloudWatchLogs>;
  readonly s3: Client<S3>;
  readonly ses: Client<SES>;
  readonly sfn: Client<SFN>;
  readonly sns: Client<SNS>;
  readonly sqs: Client<SQS>;
  readonly ssm: Client<SSM>;
}

interface ConnectOptions {
  readonly endpoint: string;
  readonly region: string;
  /** Called with each client when it is made. */
  readonly watch?: <T>(client: T) => T;
}

/** Every engine has this one account. */
export const ACCOUNT = '000000000000';

/**
 * Clients for an engine. Their address and key are set explicitly, so that neither the environment nor ~/.aws can point them
 * elsewhere.
 */
export function connect({ endpoint, region, watch = (client) => client }: ConnectOptions): Aws {
  const regions = new Map<string, Aws>();
  const enter = (name: string): Aws => {
    const found = regions.get(name);
    if (found) return found;
    const made = { ...clients({ endpoint, region: name, watch }), in: (other = name) => enter(other) };
    regions.set(name, made);
    return made;
  };
  return enter(region);
}

function clients({ endpoint, region, watch }: Required<ConnectOptions>): Omit<Aws, 'in'> {
  const config = {
    endpoint,
    region,
    credentials: engineCredentials(endpoint),
    maxAttempts: 4,
    profile: undefined,
    ignoreConfiguredEndpointUrls: true,
  };
  const once = <T>(load: () => Promise<T>): Client<T> => {
    let client: Promise<T> | undefined;
    return () => {
      client ??= load().then(watch);
      return client;
    };
  };
  return {
    endpoint,
    region,
    account: ACCOUNT,
    apiGateway: once(async () => new (await import('@aws-sdk/client-api-gateway')).APIGateway(config)),
    cloudWatch: once(async () => new (await import('@aws-sdk/client-cloudwatch')).CloudWatch(config)),
    dynamodb: once(async () => new (await import('@aws-sdk/client-dynamodb')).DynamoDB(config)),
    eventBridge: once(async () => new (await import('@aws-sdk/client-eventbridge')).EventBridge(config)),
    iam: once(async () => new (await import('@aws-sdk/client-iam')).IAM(config)),
    lambda: once(async () => new (await import('@aws-sdk/client-lambda')).Lambda(config)),
    logs: once(async () => new (await import('@aws-sdk/client-cloudwatch-logs')).CloudWatchLogs(config)),
    s3: once(async () => new (await import('@aws-sdk/client-s3')).S3({ ...config, forcePathStyle: true })),
    ses: once(async () => new (await import('@aws-sdk/client-ses')).SES(config)),
    sfn: once(async () => new (await import('@aws-sdk/client-sfn')).SFN(config)),
    sns: once(async () => new (await import('@aws-sdk/client-sns')).SNS(config)),
    sqs: once(
      async () => new (await import('@aws-sdk/client-sqs')).SQS({ ...config, useQueueUrlAsEndpoint: false }),
    ),
    ssm: once(async () => new (await import('@aws-sdk/client-ssm')).SSM(config)),
  };
}
