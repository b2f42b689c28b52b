import { replacing } from './apigateway-apis.ts';
import { defineKind, type Kinds } from './kind.ts';

interface MethodSettings {
  restApi: string;
  stageName: string;
  methodPath: string;
  settings: { [Name in keyof typeof PATHS]?: string | number | boolean };
}

/** The path of each setting below that of its methods. */
const PATHS = {
  throttlingRateLimit: 'throttling/rateLimit',
  throttlingBurstLimit: 'throttling/burstLimit',
  metricsEnabled: 'metrics/enabled',
  loggingLevel: 'logging/loglevel',
  dataTraceEnabled: 'logging/dataTrace',
} as const;

/**
 * Each setting by its patch path in the stage. `*` + `/*` means all methods; in any other path the program has escaped the
 * slashes.
 *
 * @throws Error naming a setting that is not supported.
 */
function patchOf({ methodPath, settings }: MethodSettings) {
  const values = Object.entries(settings).filter(([, value]) => value !== undefined && value !== null);
  const foreign = values.find(([name]) => !(name in PATHS));
  if (foreign) throw new Error(`the setting ${foreign[0]} of methods is not supported on a local stage`);
  return replacing(
    Object.fromEntries(
      values.map(([name, value]) => [`${methodPath}/${PATHS[name as keyof typeof PATHS]}`, value]),
    ),
  );
}

const keyOf = ({ restApi, stageName, methodPath }: MethodSettings) => `${restApi}-${stageName}-${methodPath}`;

/** Settings (throttling, logs) of all methods of a stage, or of one. An engine stores them without an effect. */
const methodSettings = defineKind<MethodSettings>({
  inputs: ['restApi', 'stageName', 'methodPath', 'settings'],
  replaceOn: ['restApi', 'stageName', 'methodPath'],
  identity: keyOf,
  container: { type: 'aws:apigateway/restApi:RestApi', id: ({ restApi }) => restApi },
  async create(inputs, { aws }) {
    const { restApi: restApiId, stageName } = inputs;
    await (await aws.apiGateway()).updateStage({ restApiId, stageName, patchOperations: patchOf(inputs) });
    return { id: keyOf(inputs) };
  },
  find: async (inputs) => [{ id: keyOf(inputs) }],
  async update(inputs, _old, context) {
    await methodSettings.create(inputs, context);
    return {};
  },
  delete: async ({ inputs: { restApi: restApiId, stageName, methodPath } }, { aws }) =>
    (await aws.apiGateway()).updateStage({
      restApiId,
      stageName,
      patchOperations: [{ op: 'remove', path: `/${methodPath}` }],
    }),
});

export const kinds: Kinds = { 'aws:apigateway/methodSettings:MethodSettings': methodSettings };
