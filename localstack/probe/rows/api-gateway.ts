import type { Lab } from '../lab.ts';
import { api, apiWithOwnRefusals, missesResponse, ROUTE } from '../resources/api.ts';
import type { Row } from '../row.ts';

const PROXY = 'apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html';
const service = 'API Gateway (REST)';
const call = async (lab: Lab, path: string, init?: RequestInit) =>
  fetch(`${await api(lab)}${path}`, { ...init, signal: AbortSignal.timeout(20_000) });

// biome-ignore lint/suspicious/noExplicitAny: whatever the function was called with
const json = async (response: Response): Promise<any> => response.json();

/** The door: what reaches a function from HTTP, and what comes back. */
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
      stage: 'probe',
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
    id: 'api-unknown-route',
    service,
    behaviour: 'a route that there is not',
    documented: '403 with {"message": "Missing Authentication Token"}',
    source: 'apigateway/latest/developerguide/supported-gateway-response-types.html',
    expected: { status: 403, body: { message: 'Missing Authentication Token' } },
    reliedOn: 'no',
    see: async (lab) => {
      const response = await call(lab, '/nothing/here/at/all');
      return { status: response.status, body: await response.json().catch(() => 'not JSON') };
    },
  },
  {
    id: 'api-gateway-response',
    service,
    behaviour: 'a gateway response with a status, a header and a body of its own',
    documented: 'an unknown route is answered with them',
    source: 'apigateway/latest/developerguide/api-gateway-gatewayResponse-definition.html',
    expected: { status: 404, header: 'seen', body: { title: 'Not Found' } },
    reliedOn: 'no',
    difference: {
      program: 'clients know such an answer by its status; what it says is tested as it is deployed',
      test: 'tests/e2e/headers.test.ts',
    },
    see: async (lab) => {
      const url = `${await apiWithOwnRefusals(lab)}/nowhere`;
      const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
      return { status: response.status, header: response.headers.get('x-probe'), body: await json(response) };
    },
  },
  {
    id: 'api-large-body',
    service,
    behaviour: 'a body of 2 MB',
    documented: 'reaches the function: the limit is 10 MB, and 6 MB for the function',
    source: 'apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html',
    expected: { status: 200, size: 2 * 1024 * 1024 },
    reliedOn: 'yes',
    see: async (lab) => {
      const response = await call(lab, '/things/7', { method: 'POST', body: 'x'.repeat(2 * 1024 * 1024) });
      return { status: response.status, size: (await json(response)).size };
    },
  },
  {
    id: 'api-binary',
    service,
    behaviour: 'bytes of a binary media type',
    documented: 'reach the function as base64, and come back as bytes where Accept asks for them',
    source: 'apigateway/latest/developerguide/lambda-proxy-binary-media.html',
    expected: { encoded: true, body: 'AP+A', back: [0, 255, 128] },
    reliedOn: 'yes',
    see: async (lab) => {
      const headers = { 'content-type': 'application/proto' };
      const body = new Uint8Array([0, 255, 128]);
      const there = await json(await call(lab, '/things/7', { method: 'POST', headers, body }));
      const back = await call(lab, '/things/bytes', { headers: { accept: 'application/proto' } });
      return {
        encoded: there.isBase64Encoded,
        body: there.body,
        back: [...new Uint8Array(await back.arrayBuffer())],
      };
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
