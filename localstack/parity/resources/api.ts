import {
  CreateDeploymentCommand,
  type CreateDeploymentRequest,
  CreateResourceCommand,
  CreateRestApiCommand,
  type CreateRestApiRequest,
  DeleteMethodResponseCommand,
  DeleteRestApiCommand,
  PutGatewayResponseCommand,
  PutIntegrationCommand,
  PutIntegrationResponseCommand,
  PutMethodCommand,
  PutMethodResponseCommand,
  UpdateStageCommand,
} from '@aws-sdk/client-api-gateway';
import { AddPermissionCommand } from '@aws-sdk/client-lambda';
import type { Lab } from '../lab.ts';
import { makeFunction } from './functions.ts';

/** The route of the lab's API: one resource with a parameter, as most of the shop's. */
export const ROUTE = 'things/{id}';

/** The base URL of an API whose one route goes to a function that returns its request. */
export const api = (lab: Lab): Promise<string> => lab.once('api', () => makeApi(lab));

async function makeApi(lab: Lab): Promise<string> {
  return apiTo(lab, await makeFunction(lab, 'http'));
}

/** The base URL of an API whose one route goes to a function. */
export async function apiTo(
  lab: Lab,
  FunctionName: string,
  stage: Partial<CreateDeploymentRequest> = {},
): Promise<string> {
  const { apiGateway, lambda } = lab.clients;
  const empty = await emptyApi(lab, { binaryMediaTypes: ['application/proto'] });
  const { restApiId } = empty;
  let { resourceId } = empty;
  for (const pathPart of ROUTE.split('/')) {
    const parentId = resourceId;
    resourceId = (await apiGateway.send(new CreateResourceCommand({ restApiId, parentId, pathPart }))).id!;
  }
  const method = { restApiId, resourceId, httpMethod: 'ANY' };
  await apiGateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  const uri = `arn:aws:apigateway:${lab.region}:lambda:path/2015-03-31/functions/${lab.arn('lambda', `function:${FunctionName}`)}/invocations`;
  await apiGateway.send(
    new PutIntegrationCommand({ ...method, type: 'AWS_PROXY', integrationHttpMethod: 'POST', uri }),
  );
  await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: 'api',
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    }),
  );
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'parity', ...stage }));
  return `${lab.endpoint}/_aws/execute-api/${restApiId}/parity`;
}

/** An API without a method, and its root. */
async function emptyApi(lab: Lab, given: Partial<CreateRestApiRequest> = {}) {
  const { apiGateway } = lab.clients;
  const { id, rootResourceId } = await apiGateway.send(
    new CreateRestApiCommand({
      name: lab.name('api'),
      endpointConfiguration: { types: ['REGIONAL'] },
      ...given,
    }),
  );
  const restApiId = id!;
  lab.later(() => apiGateway.send(new DeleteRestApiCommand({ restApiId })));
  return { restApiId, resourceId: rootResourceId! };
}

/** An API with one method, GET at its root, which anybody may call: the method's names. */
async function apiWithGet(lab: Lab): Promise<{ restApiId: string; resourceId: string; httpMethod: 'GET' }> {
  const method = { ...(await emptyApi(lab)), httpMethod: 'GET' as const };
  await lab.clients.apiGateway.send(new PutMethodCommand({ ...method, authorizationType: 'NONE' }));
  return method;
}

/** The base URL of an API with its own status, header and body in the gateway response for unknown routes. */
export async function apiWithOwnGatewayResponses(lab: Lab): Promise<string> {
  const { apiGateway } = lab.clients;
  const method = await apiWithGet(lab);
  const { restApiId } = method;
  await apiGateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK' }));
  await apiGateway.send(
    new PutGatewayResponseCommand({
      restApiId,
      responseType: 'MISSING_AUTHENTICATION_TOKEN',
      statusCode: '404',
      responseParameters: { 'gatewayresponse.header.X-Parity': "'seen'" },
      responseTemplates: { 'application/json': '{"title":"Not Found"}' },
    }),
  );
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'parity' }));
  return `${lab.endpoint}/_aws/execute-api/${restApiId}/parity`;
}

/** The base URL of an API whose stage is limited to one request a second, with a burst of one. */
export async function apiThatTakesOne(lab: Lab): Promise<string> {
  const { apiGateway } = lab.clients;
  const method = await apiWithGet(lab);
  const { restApiId } = method;
  const requestTemplates = { 'application/json': '{"statusCode":200}' };
  await apiGateway.send(new PutIntegrationCommand({ ...method, type: 'MOCK', requestTemplates }));
  const response = { ...method, statusCode: '200' };
  await apiGateway.send(new PutMethodResponseCommand(response));
  await apiGateway.send(new PutIntegrationResponseCommand(response));
  await apiGateway.send(new CreateDeploymentCommand({ restApiId, stageName: 'parity' }));
  const limits = ['rateLimit', 'burstLimit'].map((limit) => ({
    op: 'replace' as const,
    path: `/*/*/throttling/${limit}`,
    value: '1',
  }));
  await apiGateway.send(new UpdateStageCommand({ restApiId, stageName: 'parity', patchOperations: limits }));
  return `${lab.endpoint}/_aws/execute-api/${restApiId}/parity`;
}

/** Deletes a method's response twice. @returns the error of the second call. */
export async function missesResponse(lab: Lab): Promise<string> {
  const { apiGateway } = lab.clients;
  const method = await apiWithGet(lab);
  const response = { ...method, statusCode: '200' };
  await apiGateway.send(new PutMethodResponseCommand(response));
  await apiGateway.send(new DeleteMethodResponseCommand(response));
  return apiGateway.send(new DeleteMethodResponseCommand(response)).then(
    () => 'nothing',
    (error: Error) => error.name,
  );
}
