import type { FunctionUrlConfig } from '@aws-sdk/client-lambda';
import { poll } from '@serverless-orders/command-line/wait';
import { localizer } from '../localize.ts';
import type { Properties } from '../values.ts';
import type { Aws } from './aws.ts';
import { defineKind, type Kinds, orGone } from './kind.ts';
import { functionName, pascal } from './shape.ts';

interface Mapping {
  functionName: string;
  eventSourceArn: string;
  enabled?: boolean;
  batchSize?: number;
  maximumBatchingWindowInSeconds?: number;
  startingPosition?: string;
  startingPositionTimestamp?: string;
  maximumRetryAttempts?: number;
  maximumRecordAgeInSeconds?: number;
  bisectBatchOnFunctionError?: boolean;
  parallelizationFactor?: number;
  tumblingWindowInSeconds?: number;
  functionResponseTypes?: string[];
  filterCriteria?: Properties;
  destinationConfig?: { onFailure?: { destinationArn?: string } };
  scalingConfig?: { maximumConcurrency?: number };
  tags?: Record<string, string>;
}

const settings = (mapping: Mapping) => ({
  FunctionName: mapping.functionName,
  Enabled: mapping.enabled,
  BatchSize: mapping.batchSize,
  MaximumBatchingWindowInSeconds: mapping.maximumBatchingWindowInSeconds,
  MaximumRetryAttempts: mapping.maximumRetryAttempts,
  MaximumRecordAgeInSeconds: mapping.maximumRecordAgeInSeconds,
  BisectBatchOnFunctionError: mapping.bisectBatchOnFunctionError,
  ParallelizationFactor: mapping.parallelizationFactor,
  TumblingWindowInSeconds: mapping.tumblingWindowInSeconds,
  FunctionResponseTypes: mapping.functionResponseTypes as ['ReportBatchItemFailures'] | undefined,
  FilterCriteria: mapping.filterCriteria && pascal<object>(mapping.filterCriteria),
  ScalingConfig: mapping.scalingConfig && pascal<object>(mapping.scalingConfig),
  DestinationConfig: mapping.destinationConfig?.onFailure?.destinationArn
    ? { OnFailure: { Destination: mapping.destinationConfig.onFailure.destinationArn } }
    : undefined,
});

/** How long a mapping may stay in a transitional state, in ms. */
const STEADY_WITHIN = 30_000;

const eventSourceMapping = defineKind<Mapping>({
  inputs: [
    'functionName',
    'eventSourceArn',
    'enabled',
    'batchSize',
    'maximumBatchingWindowInSeconds',
    'startingPosition',
    'startingPositionTimestamp',
    'maximumRetryAttempts',
    'maximumRecordAgeInSeconds',
    'bisectBatchOnFunctionError',
    'parallelizationFactor',
    'tumblingWindowInSeconds',
    'functionResponseTypes',
    'filterCriteria',
    'destinationConfig',
    'scalingConfig',
  ],
  noEffect: ['tags', 'metricsConfig', 'kmsKeyArn'],
  replaceOn: ['eventSourceArn', 'startingPosition', 'startingPositionTimestamp'],
  identity: (inputs) => `${functionName(inputs.functionName)}|${inputs.eventSourceArn}`,
  async create(inputs, { aws }) {
    const {
      UUID = '',
      EventSourceMappingArn,
      FunctionArn,
    } = await (await aws.lambda()).createEventSourceMapping({
      EventSourceArn: inputs.eventSourceArn,
      StartingPosition: inputs.startingPosition as 'LATEST' | undefined,
      StartingPositionTimestamp: inputs.startingPositionTimestamp
        ? new Date(inputs.startingPositionTimestamp)
        : undefined,
      Tags: inputs.tags,
      ...settings(inputs),
    });
    return { id: UUID, outputs: { uuid: UUID, arn: EventSourceMappingArn, functionArn: FunctionArn } };
  },
  async find(inputs, { aws }) {
    const lambda = await aws.lambda();
    const EventSourceArn = inputs.eventSourceArn;
    const found = await orGone(
      lambda.listEventSourceMappings({ EventSourceArn, FunctionName: functionName(inputs.functionName) }),
    );
    return (found?.EventSourceMappings ?? []).map(({ UUID = '' }) => ({ id: UUID }));
  },
  async update(inputs, old, { aws }) {
    await (await aws.lambda()).updateEventSourceMapping({ UUID: old.id, ...settings(inputs) });
    return {};
  },
  async delete({ id: UUID, inputs }, { aws }) {
    const lambda = await aws.lambda();
    const isSteady = async () => {
      const found = await orGone(lambda.getEventSourceMapping({ UUID }));
      return !found || ['Enabled', 'Disabled'].includes(found.State ?? '');
    };
    // AWS refuses to delete a mapping that is still being created; an engine accepts that and then never deletes it.
    await poll(isSteady, { timeoutMs: STEADY_WITHIN });
    await lambda.deleteEventSourceMapping({ UUID });
    const FunctionName = functionName(inputs.functionName);
    const isGone = async () => {
      const found = await orGone(lambda.listEventSourceMappings({ FunctionName }));
      return !found?.EventSourceMappings?.some((one) => one.UUID === UUID);
    };
    // It goes on reading its source until it is gone.
    await poll(isGone, { timeoutMs: STEADY_WITHIN });
  },
});

interface InvokeConfig {
  functionName: string;
  qualifier?: string;
  maximumRetryAttempts?: number;
  maximumEventAgeInSeconds?: number;
  destinationConfig?: { onFailure?: { destination: string }; onSuccess?: { destination: string } };
}

const invokeConfig = defineKind<InvokeConfig>({
  inputs: [
    'functionName',
    'qualifier',
    'maximumRetryAttempts',
    'maximumEventAgeInSeconds',
    'destinationConfig',
  ],
  replaceOn: ['functionName', 'qualifier'],
  identity: ({ functionName: name, qualifier = '' }) => `${functionName(name)}:${qualifier}`,
  container: { type: 'aws:lambda/function:Function', id: ({ functionName: name }) => functionName(name) },
  async create(inputs, { aws }) {
    await (await aws.lambda()).putFunctionEventInvokeConfig({
      FunctionName: inputs.functionName,
      Qualifier: inputs.qualifier,
      MaximumRetryAttempts: inputs.maximumRetryAttempts,
      MaximumEventAgeInSeconds: inputs.maximumEventAgeInSeconds,
      DestinationConfig: inputs.destinationConfig && pascal<object>(inputs.destinationConfig),
    });
    return { id: inputs.functionName };
  },
  find: async ({ functionName: name }) => [{ id: name }],
  async update(inputs, _old, context) {
    await invokeConfig.create(inputs, context);
    return {};
  },
  delete: async ({ inputs }, { aws }) =>
    (await aws.lambda()).deleteFunctionEventInvokeConfig({
      FunctionName: inputs.functionName,
      Qualifier: inputs.qualifier,
    }),
});

interface Url {
  functionName: string;
  qualifier?: string;
  authorizationType: string;
  invokeMode?: string;
  cors?: Properties;
}

const urlSettings = (url: Url) => ({
  FunctionName: url.functionName,
  Qualifier: url.qualifier,
  AuthType: url.authorizationType as 'NONE',
  InvokeMode: url.invokeMode as 'BUFFERED' | undefined,
  Cors: url.cors && pascal<object>(url.cors),
});

/**
 * The outputs of a function URL. The engine returns the address at which it serves it; the program gets AWS's form, which is
 * then made local like any other address. The host is not parsed as a URL, since a subdomain of an IP address is invalid.
 */
export function urlOutputs(
  { FunctionUrl = '', FunctionArn }: Partial<FunctionUrlConfig>,
  aws: Pick<Aws, 'endpoint' | 'region'>,
): Properties {
  const [, byPath, byHost] = URL_ID.exec(FunctionUrl) ?? [];
  const urlId = byPath ?? byHost ?? '';
  if (FunctionUrl && !urlId)
    throw new Error(`the engine answers with a function URL that is not understood: ${FunctionUrl}`);
  const onAws = `https://${urlId}.lambda-url.${aws.region}.on.aws/`;
  return { functionUrl: localizer(aws.endpoint)(onAws), functionArn: FunctionArn, urlId };
}

const URL_ID = /\/_aws\/lambda-url\/([a-z0-9]+)\/|^https?:\/\/([a-z0-9]+)\.lambda-url\./;

const functionUrl = defineKind<Url>({
  inputs: ['functionName', 'qualifier', 'authorizationType', 'invokeMode', 'cors'],
  replaceOn: ['functionName', 'qualifier'],
  identity: ({ functionName: name, qualifier = '' }) => `${functionName(name)}:${qualifier}`,
  container: { type: 'aws:lambda/function:Function', id: ({ functionName: name }) => functionName(name) },
  async create(inputs, { aws }) {
    const made = await (await aws.lambda()).createFunctionUrlConfig(urlSettings(inputs));
    return { id: inputs.functionName, outputs: urlOutputs(made, aws) };
  },
  find: async ({ functionName: name }) => [{ id: name }],
  update: async (inputs, _old, { aws }) =>
    urlOutputs(await (await aws.lambda()).updateFunctionUrlConfig(urlSettings(inputs)), aws),
  delete: async ({ inputs }, { aws }) =>
    (await aws.lambda()).deleteFunctionUrlConfig({
      FunctionName: inputs.functionName,
      Qualifier: inputs.qualifier,
    }),
});

export const kinds: Kinds = {
  'aws:lambda/eventSourceMapping:EventSourceMapping': eventSourceMapping,
  'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig': invokeConfig,
  'aws:lambda/functionUrl:FunctionUrl': functionUrl,
};
