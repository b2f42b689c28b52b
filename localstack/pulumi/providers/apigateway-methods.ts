import { replacing } from './apigateway-apis.ts';
import { defineKind, type Kinds } from './kind.ts';

interface Place {
  restApi: string;
  resourceId: string;
  httpMethod: string;
}

const place = ({ restApi, resourceId, httpMethod }: Place) => ({
  restApiId: restApi,
  resourceId,
  httpMethod,
});
const key = ({ restApi, resourceId, httpMethod }: Place) => `${restApi}-${resourceId}-${httpMethod}`;
const PLACE = ['restApi', 'resourceId', 'httpMethod'];

interface Method extends Place {
  authorization: string;
  authorizerId?: string;
  authorizationScopes?: string[];
  apiKeyRequired?: boolean;
  operationName?: string;
  requestParameters?: Record<string, boolean>;
  requestModels?: Record<string, string>;
  requestValidatorId?: string;
}

const method = defineKind<Method>({
  inputs: [
    ...PLACE,
    'authorization',
    'authorizerId',
    'authorizationScopes',
    'apiKeyRequired',
    'operationName',
    'requestParameters',
    'requestModels',
    'requestValidatorId',
  ],
  replaceOn: [
    ...PLACE,
    'authorizationScopes',
    'requestParameters',
    'requestModels',
    'requestValidatorId',
    'operationName',
  ],
  identity: key,
  container: { type: 'aws:apigateway/restApi:RestApi', id: ({ restApi }) => restApi },
  async create(inputs, { aws }) {
    await (await aws.apiGateway()).putMethod({
      ...place(inputs),
      authorizationType: inputs.authorization,
      authorizerId: inputs.authorizerId,
      authorizationScopes: inputs.authorizationScopes,
      apiKeyRequired: inputs.apiKeyRequired,
      operationName: inputs.operationName,
      requestParameters: inputs.requestParameters,
      requestModels: inputs.requestModels,
      requestValidatorId: inputs.requestValidatorId,
    });
    return { id: `agm-${key(inputs)}` };
  },
  find: async (inputs) => [{ id: `agm-${key(inputs)}` }],
  async update(inputs, _old, { aws }) {
    const { authorization: authorizationType, authorizerId, apiKeyRequired = false } = inputs;
    const patchOperations = replacing({ authorizationType, authorizerId, apiKeyRequired });
    await (await aws.apiGateway()).updateMethod({ ...place(inputs), patchOperations });
    return {};
  },
  delete: async ({ inputs }, { aws }) => (await aws.apiGateway()).deleteMethod(place(inputs)),
});

interface Integration extends Place {
  type: string;
  integrationHttpMethod?: string;
  uri?: string;
  credentials?: string;
  requestTemplates?: Record<string, string>;
  requestParameters?: Record<string, string>;
  passthroughBehavior?: string;
  timeoutMilliseconds?: number;
  contentHandling?: string;
  cacheKeyParameters?: string[];
  cacheNamespace?: string;
  connectionType?: string;
  connectionId?: string;
}

const integration = defineKind<Integration>({
  inputs: [
    ...PLACE,
    'type',
    'integrationHttpMethod',
    'uri',
    'credentials',
    'requestTemplates',
    'requestParameters',
    'passthroughBehavior',
    'timeoutMilliseconds',
    'contentHandling',
    'cacheKeyParameters',
    'cacheNamespace',
    'connectionType',
    'connectionId',
  ],
  only: { responseTransferMode: ['BUFFERED'] },
  noEffect: ['tlsConfig'],
  replaceOn: PLACE,
  identity: key,
  container: { type: 'aws:apigateway/restApi:RestApi', id: ({ restApi }) => restApi },
  async create(inputs, { aws }) {
    await (await aws.apiGateway()).putIntegration({
      ...place(inputs),
      type: inputs.type as 'AWS_PROXY',
      integrationHttpMethod: inputs.integrationHttpMethod,
      uri: inputs.uri,
      credentials: inputs.credentials,
      requestTemplates: inputs.requestTemplates,
      requestParameters: inputs.requestParameters,
      passthroughBehavior: inputs.passthroughBehavior,
      timeoutInMillis: inputs.timeoutMilliseconds,
      contentHandling: inputs.contentHandling as 'CONVERT_TO_TEXT' | undefined,
      cacheKeyParameters: inputs.cacheKeyParameters,
      cacheNamespace: inputs.cacheNamespace,
      connectionType: inputs.connectionType as 'INTERNET' | undefined,
      connectionId: inputs.connectionId,
    });
    return { id: `agi-${key(inputs)}` };
  },
  find: async (inputs) => [{ id: `agi-${key(inputs)}` }],
  async update(inputs, _old, context) {
    await integration.create(inputs, context);
    return {};
  },
  delete: async ({ inputs }, { aws }) => (await aws.apiGateway()).deleteIntegration(place(inputs)),
});

interface MethodResponse extends Place {
  statusCode: string;
  responseModels?: Record<string, string>;
  responseParameters?: Record<string, boolean>;
}

const methodResponse = defineKind<MethodResponse>({
  inputs: [...PLACE, 'statusCode', 'responseModels', 'responseParameters'],
  identity: (inputs) => `${key(inputs)}-${inputs.statusCode}`,
  container: { type: 'aws:apigateway/restApi:RestApi', id: ({ restApi }) => restApi },
  async create(inputs, { aws }) {
    const { statusCode, responseModels, responseParameters } = inputs;
    await (await aws.apiGateway()).putMethodResponse({
      ...place(inputs),
      statusCode,
      responseModels,
      responseParameters,
    });
    return { id: `agmr-${key(inputs)}-${statusCode}` };
  },
  find: async (inputs) => [{ id: `agmr-${key(inputs)}-${inputs.statusCode}` }],
  delete: async ({ inputs }, { aws }) =>
    (await aws.apiGateway()).deleteMethodResponse({ ...place(inputs), statusCode: inputs.statusCode }),
});

interface IntegrationResponse extends Place {
  statusCode: string;
  selectionPattern?: string;
  responseTemplates?: Record<string, string>;
  responseParameters?: Record<string, string>;
  contentHandling?: string;
}

const integrationResponse = defineKind<IntegrationResponse>({
  inputs: [
    ...PLACE,
    'statusCode',
    'selectionPattern',
    'responseTemplates',
    'responseParameters',
    'contentHandling',
  ],
  identity: (inputs) => `${key(inputs)}-${inputs.statusCode}`,
  container: { type: 'aws:apigateway/restApi:RestApi', id: ({ restApi }) => restApi },
  async create(inputs, { aws }) {
    const { statusCode, selectionPattern, responseTemplates, responseParameters } = inputs;
    const contentHandling = inputs.contentHandling as 'CONVERT_TO_TEXT' | undefined;
    await (await aws.apiGateway()).putIntegrationResponse({
      ...place(inputs),
      statusCode,
      selectionPattern,
      responseTemplates,
      responseParameters,
      contentHandling,
    });
    return { id: `agir-${key(inputs)}-${statusCode}` };
  },
  find: async (inputs) => [{ id: `agir-${key(inputs)}-${inputs.statusCode}` }],
  delete: async ({ inputs }, { aws }) =>
    (await aws.apiGateway()).deleteIntegrationResponse({ ...place(inputs), statusCode: inputs.statusCode }),
});

export const kinds: Kinds = {
  'aws:apigateway/method:Method': method,
  'aws:apigateway/integration:Integration': integration,
  'aws:apigateway/methodResponse:MethodResponse': methodResponse,
  'aws:apigateway/integrationResponse:IntegrationResponse': integrationResponse,
};
