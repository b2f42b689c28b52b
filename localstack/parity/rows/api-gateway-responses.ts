import { apiThatTakesOne, apiWithOwnGatewayResponses } from '../resources/api.ts';
import { call, json } from '../resources/calls.ts';
import type { Row } from '../row.ts';

const service = 'API Gateway (REST)';

/** What API Gateway answers itself, without a function. */
export const apiGatewayResponseRows: Row[] = [
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
    id: 'api-unknown-route-bearer',
    service,
    behaviour: 'a route that there is not, with Authorization: Bearer',
    documented: '403: what stands in Authorization is taken for an incomplete signature of AWS',
    source: 'apigateway/latest/developerguide/supported-gateway-response-types.html',
    expected: { status: 403, error: 'IncompleteSignatureException' },
    reliedOn: 'no',
    difference: {
      program:
        'every type of such an answer has a status and a problem document of its own, the type without a name 404',
      test: 'stacks/gateway/gateway-response-table.spec.ts',
    },
    see: async (lab) => {
      const headers = { authorization: 'Bearer a.b.c' };
      const response = await call(lab, '/nothing/here/at/all', { headers });
      return { status: response.status, error: response.headers.get('x-amzn-errortype') };
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
      const url = `${await apiWithOwnGatewayResponses(lab)}/nowhere`;
      const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
      return {
        status: response.status,
        header: response.headers.get('x-parity'),
        body: await json(response),
      };
    },
  },
  {
    id: 'api-stage-throttle',
    service,
    behaviour: 'twenty requests at once to a stage that takes one',
    documented: '429 for what is above the limit',
    source: 'apigateway/latest/developerguide/api-gateway-request-throttling.html',
    expected: { refused: true },
    reliedOn: 'no',
    difference: {
      program: 'the limit is tested as it is deployed',
      test: 'ops/plan/rules/trust-rules.spec.ts',
    },
    see: async (lab) => {
      const url = await apiThatTakesOne(lab);
      const all = await Promise.all(
        Array.from({ length: 20 }, () => fetch(url, { signal: AbortSignal.timeout(20_000) })),
      );
      return { refused: all.some(({ status }) => status === 429) };
    },
  },
];
