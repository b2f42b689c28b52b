import { replacing } from './apigateway-apis.ts';
import { defineKind, type Kinds, orGone } from './kind.ts';

interface Deployment {
  restApi: string;
  description?: string;
  triggers?: Record<string, string>;
  variables?: Record<string, string>;
}

const deployment = defineKind<Deployment>({
  inputs: ['restApi', 'description', 'triggers', 'variables'],
  container: { type: 'aws:apigateway/restApi:RestApi', id: ({ restApi }) => restApi },
  async create({ restApi: restApiId, description, variables }, { aws }) {
    const { id = '', createdDate } = await (await aws.apiGateway()).createDeployment({
      restApiId,
      description,
      variables,
    });
    return { id, outputs: { createdDate: createdDate?.toISOString() } };
  },
  async find({ restApi: restApiId }, { aws }) {
    const found = await orGone((await aws.apiGateway()).getDeployments({ restApiId, limit: 500 }));
    return (found?.items ?? []).map(({ id = '' }) => ({ id }));
  },
  delete: async ({ id, inputs }, { aws }) =>
    (await aws.apiGateway()).deleteDeployment({ restApiId: inputs.restApi, deploymentId: id }),
});

interface Stage {
  restApi: string;
  stageName: string;
  deployment: string;
  description?: string;
  variables?: Record<string, string>;
  xrayTracingEnabled?: boolean;
  cacheClusterEnabled?: boolean;
  accessLogSettings?: { destinationArn: string; format: string };
  tags?: Record<string, string>;
}

const stage = defineKind<Stage>({
  inputs: [
    'restApi',
    'stageName',
    'deployment',
    'description',
    'variables',
    'xrayTracingEnabled',
    'accessLogSettings',
  ],
  noEffect: [
    'tags',
    'cacheClusterEnabled',
    'cacheClusterSize',
    'documentationVersion',
    'clientCertificateId',
  ],
  replaceOn: ['restApi', 'stageName', 'variables'],
  identity: ({ restApi, stageName }) => `${restApi}/${stageName}`,
  container: { type: 'aws:apigateway/restApi:RestApi', id: ({ restApi }) => restApi },
  async create(inputs, { aws }) {
    const { restApi: restApiId, stageName } = inputs;
    const apiGateway = await aws.apiGateway();
    await apiGateway.createStage({
      restApiId,
      stageName,
      deploymentId: inputs.deployment,
      description: inputs.description,
      variables: inputs.variables,
      tracingEnabled: inputs.xrayTracingEnabled,
      tags: inputs.tags,
    });
    const logging = accessLogs(inputs);
    if (logging.length > 0) await apiGateway.updateStage({ restApiId, stageName, patchOperations: logging });
    const outputs = {
      arn: `arn:aws:apigateway:${aws.region}::/restapis/${restApiId}/stages/${stageName}`,
      executionArn: `arn:aws:execute-api:${aws.region}:${aws.account}:${restApiId}/${stageName}`,
      invokeUrl: `${aws.endpoint}/_aws/execute-api/${restApiId}/${stageName}`,
    };
    return { id: `ags-${restApiId}-${stageName}`, outputs };
  },
  find: async ({ restApi, stageName }) => [{ id: `ags-${restApi}-${stageName}` }],
  async update(inputs, _old, { aws }) {
    const { restApi: restApiId, stageName, deployment: deploymentId, description } = inputs;
    const values = { deploymentId, description, tracingEnabled: inputs.xrayTracingEnabled };
    const patchOperations = [...replacing(values), ...accessLogs(inputs)];
    await (await aws.apiGateway()).updateStage({ restApiId, stageName, patchOperations });
    return {};
  },
  delete: async ({ inputs }, { aws }) =>
    (await aws.apiGateway()).deleteStage({ restApiId: inputs.restApi, stageName: inputs.stageName }),
});

const accessLogs = ({ accessLogSettings: logs }: Stage) =>
  replacing({
    'accessLogSettings/destinationArn': logs?.destinationArn,
    'accessLogSettings/format': logs?.format,
  });

interface GatewayResponse {
  restApiId: string;
  responseType: string;
  statusCode?: string;
  responseTemplates?: Record<string, string>;
  responseParameters?: Record<string, string>;
}

const gatewayResponse = defineKind<GatewayResponse>({
  inputs: ['restApiId', 'responseType', 'statusCode', 'responseTemplates', 'responseParameters'],
  replaceOn: ['restApiId', 'responseType'],
  identity: ({ restApiId, responseType }) => `${restApiId}/${responseType}`,
  container: { type: 'aws:apigateway/restApi:RestApi', id: ({ restApiId }) => restApiId },
  async create(inputs, { aws }) {
    await (await aws.apiGateway()).putGatewayResponse({
      ...inputs,
      responseType: inputs.responseType as 'DEFAULT_4XX',
    });
    return { id: `aggr-${inputs.restApiId}-${inputs.responseType}` };
  },
  find: async ({ restApiId, responseType }) => [{ id: `aggr-${restApiId}-${responseType}` }],
  async update(inputs, _old, context) {
    await gatewayResponse.create(inputs, context);
    return {};
  },
  delete: async ({ inputs }, { aws }) =>
    (await aws.apiGateway()).deleteGatewayResponse({
      restApiId: inputs.restApiId,
      responseType: inputs.responseType as 'DEFAULT_4XX',
    }),
});

interface Validator {
  restApi: string;
  name: string;
  validateRequestBody?: boolean;
  validateRequestParameters?: boolean;
}

const requestValidator = defineKind<Validator>({
  inputs: ['restApi', 'name', 'validateRequestBody', 'validateRequestParameters'],
  name: { property: 'name', max: 128 },
  identity: ({ restApi, name }) => `${restApi}/${name}`,
  container: { type: 'aws:apigateway/restApi:RestApi', id: ({ restApi }) => restApi },
  async create({ restApi: restApiId, name, validateRequestBody, validateRequestParameters }, { aws }) {
    const wanted = { restApiId, name, validateRequestBody, validateRequestParameters };
    const { id = '' } = await (await aws.apiGateway()).createRequestValidator(wanted);
    return { id };
  },
  async find({ restApi: restApiId, name }, { aws }) {
    const found = await orGone((await aws.apiGateway()).getRequestValidators({ restApiId, limit: 500 }));
    return (found?.items ?? []).filter((one) => one.name === name).map(({ id = '' }) => ({ id }));
  },
  delete: async ({ id, inputs }, { aws }) =>
    (await aws.apiGateway()).deleteRequestValidator({ restApiId: inputs.restApi, requestValidatorId: id }),
});

interface Model {
  restApi: string;
  name: string;
  contentType: string;
  schema?: string;
  description?: string;
}

const model = defineKind<Model>({
  inputs: ['restApi', 'name', 'contentType', 'schema', 'description'],
  identity: ({ restApi, name }) => `${restApi}/${name}`,
  container: { type: 'aws:apigateway/restApi:RestApi', id: ({ restApi }) => restApi },
  async create({ restApi: restApiId, name, contentType, schema, description }, { aws }) {
    const { id } = await (await aws.apiGateway()).createModel({
      restApiId,
      name,
      contentType,
      schema,
      description,
    });
    return { id: id ?? name };
  },
  find: async ({ name }) => [{ id: name }],
  delete: async ({ inputs }, { aws }) =>
    (await aws.apiGateway()).deleteModel({ restApiId: inputs.restApi, modelName: inputs.name }),
});

export const kinds: Kinds = {
  'aws:apigateway/deployment:Deployment': deployment,
  'aws:apigateway/stage:Stage': stage,
  'aws:apigateway/response:Response': gatewayResponse,
  'aws:apigateway/requestValidator:RequestValidator': requestValidator,
  'aws:apigateway/model:Model': model,
};
