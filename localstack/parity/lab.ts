import { readFileSync } from 'node:fs';
import { APIGatewayClient } from '@aws-sdk/client-api-gateway';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SESClient } from '@aws-sdk/client-ses';
import { SFNClient } from '@aws-sdk/client-sfn';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { SSMClient } from '@aws-sdk/client-ssm';
import { XRayClient } from '@aws-sdk/client-xray';
import { poll } from '@serverless-orders/command-line/wait';
import { zipSync } from 'fflate';
import { accountCredentials } from '../engine/credentials.ts';

/** An account of its own, without a deployment's resources. */
const ACCOUNT = '444444444444';
const REGION = 'us-east-1';

/** What rows need to try a behaviour: clients of one engine, unique names, and a list of what to remove afterwards. */
export class Lab {
  readonly endpoint: string;
  readonly account = ACCOUNT;
  readonly region = REGION;
  /** The code of the lab's functions. */
  readonly code = zipSync({ 'index.mjs': readFileSync(new URL('functions.mjs', import.meta.url)) });
  readonly clients;
  readonly #prefix = `parity-${Date.now().toString(36)}`;
  readonly #undo: (() => Promise<unknown>)[] = [];
  readonly #shared = new Map<string, Promise<unknown>>();
  #names = 0;

  constructor(endpoint: string) {
    this.endpoint = endpoint;
    const config = {
      endpoint,
      region: REGION,
      credentials: accountCredentials(endpoint, ACCOUNT),
      // An engine may close a connection just when it is used again.
      maxAttempts: 3,
    };
    this.clients = {
      apiGateway: new APIGatewayClient(config),
      cloudWatch: new CloudWatchClient(config),
      dynamodb: new DynamoDBClient(config),
      events: new EventBridgeClient(config),
      lambda: new LambdaClient(config),
      logs: new CloudWatchLogsClient(config),
      s3: new S3Client({ ...config, forcePathStyle: true }),
      ses: new SESClient(config),
      sfn: new SFNClient(config),
      sns: new SNSClient(config),
      sqs: new SQSClient(config),
      ssm: new SSMClient(config),
      xray: new XRayClient(config),
    };
  }

  /** A unique name. @example lab.name('orders') // parity-m3x9-orders-7 */
  name(what: string): string {
    this.#names += 1;
    return `${this.#prefix}-${what}-${this.#names}`;
  }

  arn(service: string, resource: string): string {
    return `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
  }

  role(): string {
    return `arn:aws:iam::${ACCOUNT}:role/parity`;
  }

  /** Made once, by whichever row asks first. */
  once<T>(key: string, make: () => Promise<T>): Promise<T> {
    const made = this.#shared.get(key) ?? make();
    this.#shared.set(key, made);
    return made as Promise<T>;
  }

  /** Adds an action to be run at the end; the last one is run first. */
  later(undo: () => Promise<unknown>): void {
    this.#undo.push(undo);
  }

  /** Removes all that was made. @returns what could not be removed, in words. */
  async close(): Promise<string[]> {
    const left: string[] = [];
    for (const undo of this.#undo.reverse()) {
      await undo().catch((error: Error) => left.push(`${error.name}: ${error.message}`));
    }
    return left;
  }
}

/**
 * Waits until the condition returns something other than undefined, null or false, and returns that.
 *
 * @throws Error that names what was waited for, after `seconds` (30).
 */
export async function until<T>(
  what: string,
  condition: () => Promise<T | undefined | false>,
  seconds = 30,
): Promise<T> {
  const answer = await poll(condition, { timeoutMs: seconds * 1000, everyMs: 150 });
  if (answer === undefined) throw new Error(`waited ${seconds} s in vain for ${what}`);
  return answer as T;
}

/** The name of the error that a call ends with, or `none`. */
export async function errorOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
    return 'none';
  } catch (thrown) {
    return (thrown as Error).name;
  }
}
