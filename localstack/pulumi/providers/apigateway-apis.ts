import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import type { Aws } from './aws.ts';
import { defineKind, isGone, type Kinds, orGone } from './kind.ts';
import { text } from './shape.ts';

/** The patch operations that set the given values: API Gateway's only way of changing a resource. */
export const replacing = (values: Record<string, unknown>): PatchOperation[] =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => ({ op: 'replace', path: `/${key}`, value: String(value) }));

interface RestApi {
  name: string;
  description?: string;
  endpointConfiguration?: { types?: string | string[]; vpcEndpointIds?: string[] };
  binaryMediaTypes?: string[];
  minimumCompressionSize?: string;
  apiKeySource?: string;
  policy?: unknown;
  disableExecuteApiEndpoint?: boolean;
  body?: unknown;
  tags?: Record<string, string>;
}

async function rootOf(restApiId: string, aws: Aws): Promise<string | undefined> {
  const { items = [] } = await (await aws.apiGateway()).getResources({ restApiId });
  return items.find(({ path }) => path === '/')?.id;
}

const restApi = defineKind<RestApi>({
  inputs: [
    'name',
    'description',
    'endpointConfiguration',
    'binaryMediaTypes',
    'minimumCompressionSize',
    'apiKeySource',
    'policy',
  ],
  only: { disableExecuteApiEndpoint: [false] },
  parts: { endpointConfiguration: ['types'] },
  noEffect: ['tags', 'putRestApiMode', 'failOnWarnings'],
  name: { property: 'name', max: 128 },
  replaceOn: ['endpointConfiguration', 'binaryMediaTypes'],
  // Names of APIs need not be unique, so a replacement can exist beside the old one.
  identity: ({ name }) => `${name} ${Math.random()}`,
  async create(inputs, { aws }) {
    const types = [inputs.endpointConfiguration?.types ?? []].flat() as ['REGIONAL'];
    const made = await (await aws.apiGateway()).createRestApi({
      name: inputs.name,
      description: inputs.description,
      endpointConfiguration: types.length > 0 ? { types } : undefined,
      binaryMediaTypes: inputs.binaryMediaTypes,
      minimumCompressionSize: inputs.minimumCompressionSize
        ? Number(inputs.minimumCompressionSize)
        : undefined,
      apiKeySource: inputs.apiKeySource as 'HEADER' | undefined,
      policy: text(inputs.policy),
      tags: inputs.tags,
    });
    const id = made.id ?? '';
    const outputs = {
      rootResourceId: made.rootResourceId ?? (await rootOf(id, aws)),
      createdDate: made.createdDate?.toISOString(),
      arn: `arn:aws:apigateway:${aws.region}::/restapis/${id}`,
      executionArn: `arn:aws:execute-api:${aws.region}:${aws.account}:${id}`,
    };
    return { id, outputs };
  },
  async find({ name }, { aws }) {
    const { items = [] } = await (await aws.apiGateway()).getRestApis({ limit: 500 });
    return items.filter((api) => api.name === name).map(({ id = '' }) => ({ id }));
  },
  async update(inputs, old, { aws }) {
    const { name, description, minimumCompressionSize, apiKeySource } = inputs;
    const values = { name, description, minimumCompressionSize, apiKeySource, policy: text(inputs.policy) };
    await (await aws.apiGateway()).updateRestApi({ restApiId: old.id, patchOperations: replacing(values) });
    return {};
  },
  delete: async ({ id }, { aws }) => (await aws.apiGateway()).deleteRestApi({ restApiId: id }),
  async read(id, { aws }) {
    const { name } = await (await aws.apiGateway()).getRestApi({ restApiId: id });
    return {
      name,
      rootResourceId: await rootOf(id, aws),
      executionArn: `arn:aws:execute-api:${aws.region}:${aws.account}:${id}`,
    };
  },
});

interface PathPart {
  restApi: string;
  parentId: string;
  pathPart: string;
}

const findPart = async (inputs: PathPart, aws: Aws) => {
  const found = await orGone(
    (await aws.apiGateway()).getResources({ restApiId: inputs.restApi, limit: 500 }),
  );
  return (found?.items ?? []).filter(
    (one) => one.parentId === inputs.parentId && one.pathPart === inputs.pathPart,
  );
};

const resource = defineKind<PathPart>({
  inputs: ['restApi', 'parentId', 'pathPart'],
  identity: (inputs) => `${inputs.restApi}/${inputs.parentId}/${inputs.pathPart}`,
  container: { type: 'aws:apigateway/restApi:RestApi', id: (inputs) => inputs.restApi },
  async create({ restApi: restApiId, parentId, pathPart }, { aws }) {
    const { id = '', path } = await (await aws.apiGateway()).createResource({
      restApiId,
      parentId,
      pathPart,
    });
    return { id, outputs: { path } };
  },
  find: async (inputs, { aws }) => (await findPart(inputs, aws)).map(({ id = '' }) => ({ id })),
  delete: async ({ id, inputs }, { aws }) =>
    (await aws.apiGateway()).deleteResource({ restApiId: inputs.restApi, resourceId: id }),
});

interface Authorizer {
  restApi: string;
  name: string;
  type?: string;
  authorizerUri?: string;
  authorizerCredentials?: string;
  identitySource?: string;
  identityValidationExpression?: string;
  authorizerResultTtlInSeconds?: number;
  providerArns?: string[];
}

const authorizer = defineKind<Authorizer>({
  inputs: [
    'restApi',
    'name',
    'type',
    'authorizerUri',
    'authorizerCredentials',
    'identitySource',
    'identityValidationExpression',
    'authorizerResultTtlInSeconds',
    'providerArns',
  ],
  name: { property: 'name', max: 128 },
  replaceOn: ['restApi', 'providerArns'],
  identity: (inputs) => `${inputs.restApi}/${inputs.name}`,
  container: { type: 'aws:apigateway/restApi:RestApi', id: (inputs) => inputs.restApi },
  async create(inputs, { aws }) {
    const { id = '' } = await (await aws.apiGateway()).createAuthorizer({
      restApiId: inputs.restApi,
      name: inputs.name,
      type: (inputs.type ?? 'TOKEN') as 'TOKEN',
      authorizerUri: inputs.authorizerUri,
      authorizerCredentials: inputs.authorizerCredentials,
      identitySource: inputs.identitySource ?? 'method.request.header.Authorization',
      identityValidationExpression: inputs.identityValidationExpression,
      authorizerResultTtlInSeconds: inputs.authorizerResultTtlInSeconds,
      providerARNs: inputs.providerArns,
    });
    return {
      id,
      outputs: { arn: `arn:aws:apigateway:${aws.region}::/restapis/${inputs.restApi}/authorizers/${id}` },
    };
  },
  async find({ restApi: restApiId, name }, { aws }) {
    const found = await orGone((await aws.apiGateway()).getAuthorizers({ restApiId, limit: 500 }));
    return (found?.items ?? []).filter((one) => one.name === name).map(({ id = '' }) => ({ id }));
  },
  async update(inputs, old, { aws }) {
    const { restApi: restApiId, providerArns: _arns, ...values } = inputs;
    await (await aws.apiGateway()).updateAuthorizer({
      restApiId,
      authorizerId: old.id,
      patchOperations: replacing(values),
    });
    return {};
  },
  delete: async ({ id, inputs }, { aws }) =>
    (await aws.apiGateway()).deleteAuthorizer({ restApiId: inputs.restApi, authorizerId: id }),
});

interface Account {
  cloudwatchRoleArn?: string;
}

const setLogRole = async (arn: string, aws: Aws) => {
  try {
    await (await aws.apiGateway()).updateAccount({ patchOperations: replacing({ cloudwatchRoleArn: arn }) });
  } catch (error) {
    if (!isGone(error)) throw error;
  }
};

/** The account's role for access logs. SST creates one when reading shows none, so reading shows one. */
const account = defineKind<Account>({
  inputs: ['cloudwatchRoleArn'],
  noEffect: ['resetOnDelete'],
  identity: () => 'account',
  async create({ cloudwatchRoleArn = '' }, { aws }) {
    await setLogRole(cloudwatchRoleArn, aws);
    return { id: 'api-gateway-account' };
  },
  async update({ cloudwatchRoleArn = '' }, _old, { aws }) {
    await setLogRole(cloudwatchRoleArn, aws);
    return {};
  },
  async read(_id, { aws }) {
    const { cloudwatchRoleArn } = await (await aws.apiGateway()).getAccount({});
    return { cloudwatchRoleArn: cloudwatchRoleArn ?? `arn:aws:iam::${aws.account}:role/api-gateway-logs` };
  },
});

export const kinds: Kinds = {
  'aws:apigateway/restApi:RestApi': restApi,
  'aws:apigateway/resource:Resource': resource,
  'aws:apigateway/authorizer:Authorizer': authorizer,
  'aws:apigateway/account:Account': account,
};
