import { missesResponse, ROUTE } from '../resources/api.ts';
import { call, json } from '../resources/calls.ts';
import type { Row } from '../row.ts';

const PROXY = 'apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html';
const service = 'API Gateway (REST)';

/** API Gateway: what reaches a function from HTTP, and what comes back. */
export const apiGatewayRows: Row[] = [
  {
    id: 'api-proxy-event',
    service,
    behaviour: 'a request to a route with a parameter',
    documented: 'the function gets method, resource, path, parameters, query and body',
    source: PROXY,
    expected: {
      httpMethod: 'POST',
      resource: `/${ROUTE}`,
      path: '/things/7',
      id: '7',
      limit: '2',
      body: '{"a":1}',
      stage: 'parity',
      requestId: true,
    },
    reliedOn: 'yes',
    see: async (lab) => {
      const response = await call(lab, '/things/7?limit=2', { method: 'POST', body: '{"a":1}' });
      const event = await json(response);
      return {
        httpMethod: event.httpMethod,
        resource: event.resource,
        path: event.path,
        id: event.pathParameters?.id,
        limit: event.queryStringParameters?.limit,
        body: event.body,
        stage: event.requestContext?.stage,
        requestId: Boolean(event.requestContext?.requestId),
      };
    },
  },
  {
    id: 'api-headers',
    service,
    behaviour: 'headers of a request',
    documented: 'reach the function by their names, of which the case does not matter',
    source: PROXY,
    expected: { authorization: 'Bearer x', 'idempotency-key': 'k-1' },
    reliedOn: 'yes',
    see: async (lab) => {
      const headers = { Authorization: 'Bearer x', 'Idempotency-Key': 'k-1' };
      const { headers: seen } = await json(await call(lab, '/things/7', { headers }));
      const lower = Object.fromEntries(
        Object.entries(seen).map(([name, value]) => [name.toLowerCase(), value]),
      );
      return { authorization: lower.authorization, 'idempotency-key': lower['idempotency-key'] };
    },
  },
  {
    id: 'api-status-and-headers',
    service,
    behaviour: 'status and headers of an answer',
    documented: 'are those of the function',
    source: PROXY,
    expected: { status: 201, location: '/things/1', body: '{}' },
    reliedOn: 'yes',
    see: async (lab) => {
      const response = await call(lab, '/things/created');
      return {
        status: response.status,
        location: response.headers.get('location'),
        body: await response.text(),
      };
    },
  },
  {
    id: 'api-www-authenticate',
    service,
    behaviour: 'WWW-Authenticate in the answer of a function',
    documented: 'reaches the client as x-amzn-remapped-www-authenticate',
    source: 'apigateway/latest/developerguide/api-gateway-known-issues.html',
    expected: { status: 401, own: null, remapped: 'Bearer' },
    reliedOn: 'no',
    difference: {
      program: 'clients sign in again by the status 401, and not by that header',
      test: 'functions/platform/http/endpoint.spec.ts',
    },
    see: async (lab) => {
      const { status, headers } = await call(lab, '/things/denied');
      return {
        status,
        own: headers.get('www-authenticate'),
        remapped: headers.get('x-amzn-remapped-www-authenticate'),
      };
    },
  },
  {
    id: 'api-function-error',
    service,
    behaviour: 'a function that throws',
    documented: '502 with {"message": "Internal server error"}, and nothing of the error',
    source: PROXY,
    expected: { status: 502, body: { message: 'Internal server error' } },
    reliedOn: 'yes',
    see: async (lab) => {
      const response = await call(lab, '/things/throw');
      return { status: response.status, body: await response.json() };
    },
  },
  {
    id: 'api-method-response-gone',
    service,
    behaviour: 'DeleteMethodResponse of one that is gone',
    documented: 'NotFoundException: a deployment that was killed goes on after it',
    source: 'apigateway/latest/api/API_DeleteMethodResponse.html',
    expected: 'NotFoundException',
    reliedOn: 'yes',
    see: missesResponse,
  },
];
