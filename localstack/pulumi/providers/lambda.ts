import { setTimeout as sleep } from 'node:timers/promises';
import type { FunctionConfiguration } from '@aws-sdk/client-lambda';
import { assetBytes, type Properties, type Value } from '../values.ts';
import type { Aws } from './aws.ts';
import { type Context, defineKind, type Kinds, orGone } from './kind.ts';
import { kinds as aliases } from './lambda-alias.ts';
import { kinds as mappings } from './lambda-invocation.ts';
import { kinds as calls } from './lambda-invoke.ts';
import { kinds as permissions } from './lambda-permission.ts';
import { pascal } from './shape.ts';

interface Function {
  name: string;
  role: string;
  handler?: string;
  runtime?: string;
  description?: string;
  timeout?: number;
  memorySize?: number;
  ephemeralStorage?: { size?: number };
  environment?: { variables?: Record<string, string> };
  architectures?: string[];
  loggingConfig?: Properties;
  tracingConfig?: { mode?: string };
  deadLetterConfig?: { targetArn?: string };
  layers?: string[];
  packageType?: string;
  s3Bucket?: string;
  s3Key?: string;
  s3ObjectVersion?: string;
  code?: Value;
  publish?: boolean;
  sourceCodeHash?: string;
  reservedConcurrentExecutions?: number;
  tags?: Record<string, string>;
}

/** The executor runs the project's own Node, and programs that bring their own runtime. */
const RUNTIMES = [`nodejs${process.versions.node.split('.')[0]}.x`, 'provided.al2', 'provided.al2023'];

const CODE = ['s3Bucket', 's3Key', 's3ObjectVersion', 'code'];

/**
 * The location of the code. Code that this deploy has uploaded to S3 is sent in the request instead: the engine would fetch it
 * from itself with a new client, which takes 37 of the 87 ms that it needs for a function.
 */
function codeOf({ s3Bucket, s3Key, s3ObjectVersion, code }: Function, { assetOf }: Context) {
  if (!s3Bucket) return { ZipFile: assetBytes(code) };
  const uploaded = s3ObjectVersion ? undefined : assetOf(`${s3Bucket}/${s3Key}`);
  return uploaded
    ? { ZipFile: uploaded }
    : { S3Bucket: s3Bucket, S3Key: s3Key, S3ObjectVersion: s3ObjectVersion };
}

const configurationOf = (inputs: Function) => ({
  Role: inputs.role,
  Handler: inputs.handler,
  Runtime: inputs.runtime as 'nodejs24.x',
  Description: inputs.description,
  Timeout: inputs.timeout,
  MemorySize: inputs.memorySize,
  Environment: { Variables: inputs.environment?.variables ?? {} },
  EphemeralStorage: inputs.ephemeralStorage?.size ? { Size: inputs.ephemeralStorage.size } : undefined,
  LoggingConfig: inputs.loggingConfig && pascal<object>(inputs.loggingConfig),
  TracingConfig: inputs.tracingConfig && pascal<object>(inputs.tracingConfig),
  DeadLetterConfig: inputs.deadLetterConfig && pascal<object>(inputs.deadLetterConfig),
  Layers: inputs.layers,
});

/**
 * The outputs, as the real provider has them. `sourceCodeHash` is not AWS's but the program's input, and empty without one, as
 * with code from S3 (terraform-provider-aws, function.go: `d.Set("source_code_hash", d.Get("source_code_hash"))`). The qualified
 * ARN names the version that was published last, or `$LATEST`.
 */
function outputsOf(
  { sourceCodeHash = '', publish = false }: Pick<Function, 'sourceCodeHash' | 'publish'>,
  { FunctionArn = '', Version, CodeSha256, CodeSize, LastModified }: FunctionConfiguration,
  { region }: Aws,
  version = Version ?? '$LATEST',
) {
  // The answer to a request that publishes a version has the version's ARN.
  const arn = FunctionArn.split(':').slice(0, 7).join(':');
  const qualifiedArn = `${arn}:${version}`;
  const path = (target: string, date = '2015-03-31', verb = 'invocations') =>
    `arn:aws:apigateway:${region}:lambda:path/${date}/functions/${target}/${verb}`;
  return {
    arn,
    publish,
    version,
    qualifiedArn,
    invokeArn: path(arn),
    qualifiedInvokeArn: path(qualifiedArn),
    responseStreamingInvokeArn: path(arn, '2021-11-15', 'response-streaming-invocations'),
    sourceCodeHash,
    codeSha256: CodeSha256,
    sourceCodeSize: CodeSize,
    lastModified: LastModified,
  };
}

/**
 * Waits until a create or an update is done: AWS and LocalStack answer before that, and refuse the next call until then.
 *
 * @throws Error with AWS's reason if the function cannot become active.
 */
async function active(
  FunctionName: string,
  aws: Aws,
  seen: FunctionConfiguration,
): Promise<FunctionConfiguration> {
  let now = seen;
  while (now.State === 'Pending' || now.LastUpdateStatus === 'InProgress') {
    await sleep(100);
    now = await (await aws.lambda()).getFunctionConfiguration({ FunctionName });
  }
  if (now.State === 'Failed') throw new Error(`the function cannot start: ${now.StateReason}`);
  if (now.LastUpdateStatus === 'Failed') throw new Error(`the update failed: ${now.LastUpdateStatusReason}`);
  return now;
}

async function reserve(FunctionName: string, most: number | undefined, aws: Aws): Promise<void> {
  const lambda = await aws.lambda();
  if (most === undefined || most < 0) await lambda.deleteFunctionConcurrency({ FunctionName });
  else await lambda.putFunctionConcurrency({ FunctionName, ReservedConcurrentExecutions: most });
}

const lambdaFunction = defineKind<Function>({
  inputs: [
    'name',
    'role',
    'handler',
    'description',
    'timeout',
    'memorySize',
    'ephemeralStorage',
    'environment',
    'architectures',
    'loggingConfig',
    'tracingConfig',
    'deadLetterConfig',
    ...CODE,
    'publish',
    'reservedConcurrentExecutions',
  ],
  only: {
    runtime: RUNTIMES,
    // The executor unpacks the function's own code alone.
    layers: [[]],
    packageType: ['Zip'],
    snapStart: [{ applyOn: 'None' }],
  },
  parts: { environment: ['variables'], ephemeralStorage: ['size'], deadLetterConfig: ['targetArn'] },
  noEffect: ['tags', 'sourceCodeHash', 'skipDestroy', 'kmsKeyArn'],
  name: { property: 'name', max: 64 },
  replaceOn: ['name', 'packageType', 'architectures'],
  async create(inputs, context) {
    const { aws } = context;
    const made = await (await aws.lambda()).createFunction({
      FunctionName: inputs.name,
      ...configurationOf(inputs),
      Code: codeOf(inputs, context),
      Architectures: inputs.architectures as ['x86_64'] | undefined,
      PackageType: inputs.packageType as 'Zip' | undefined,
      Publish: inputs.publish,
      Tags: inputs.tags,
    });
    const ready = await active(inputs.name, aws, made);
    if (inputs.reservedConcurrentExecutions !== undefined)
      await reserve(inputs.name, inputs.reservedConcurrentExecutions, aws);
    // What is read later is about $LATEST, whatever version the creation has published.
    return { id: inputs.name, outputs: outputsOf(inputs, ready, aws, made.Version) };
  },
  find: async ({ name }) => [{ id: name }],
  async update(inputs, old, context) {
    const { aws, changed } = context;
    const lambda = await aws.lambda();
    const FunctionName = old.id;
    let now: FunctionConfiguration = {};
    if (changed.some((name) => CODE.includes(name))) {
      now = await active(
        FunctionName,
        aws,
        await lambda.updateFunctionCode({ FunctionName, ...codeOf(inputs, context) }),
      );
    }
    if (changed.some((name) => !CODE.includes(name))) {
      now = await active(
        FunctionName,
        aws,
        await lambda.updateFunctionConfiguration({ FunctionName, ...configurationOf(inputs) }),
      );
    }
    if (changed.includes('reservedConcurrentExecutions'))
      await reserve(FunctionName, inputs.reservedConcurrentExecutions, aws);
    // After all changes, as the provider does it.
    const { Version } = inputs.publish ? await lambda.publishVersion({ FunctionName }) : {};
    return outputsOf(inputs, now, aws, Version ?? String(old.outputs.version ?? '$LATEST'));
  },
  async delete({ id, inputs }, { aws }) {
    await (await aws.lambda()).deleteFunction({ FunctionName: id });
    // An engine logs to the default group, whatever the logging configuration says, and creates it if need be.
    const logGroupName = `/aws/lambda/${id}`;
    if (inputs.loggingConfig?.logGroup !== logGroupName) {
      await orGone((await aws.logs()).deleteLogGroup({ logGroupName }));
    }
  },
  async read(id, { aws }) {
    const { Configuration = {} } = await (await aws.lambda()).getFunction({ FunctionName: id });
    const { FunctionName: name, Role: role } = Configuration;
    return { name, role, ...outputsOf({}, Configuration, aws) };
  },
});

export const kinds: Kinds = {
  'aws:lambda/function:Function': lambdaFunction,
  ...aliases,
  ...mappings,
  ...calls,
  ...permissions,
};
