import {
  APIGatewayClient,
  GatewayResponseType,
  GetGatewayResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../functions/contracts/http/operations.ts';
import { Problem } from '../../functions/contracts/http/problem.ts';
import { SECURITY_HEADERS } from '../../functions/kit/http/security-headers.ts';
import { clientConfig } from '../support/engine.ts';
import { shopOutputs } from '../support/outputs.ts';
import { ORIGIN } from '../support/stage.ts';

const { api } = shopOutputs();
const routes = Object.values(OPERATIONS)
  .flat()
  .map(({ route }) => route);
const ELSEWHERE = 'https://elsewhere.example';

/** Calls a route as it is written: whatever is wrong with that is refused, with headers like every answer. */
async function call(route: string, { origin, method }: { origin?: string; method?: string } = {}) {
  const [own, path] = route.split(' ') as [string, string];
  const { status, headers } = await fetch(`${api}${path.replaceAll(/\{\w+\}/g, 'x')}`, {
    method: method ?? own,
    headers: { ...(origin && { origin }), ...(method && { 'access-control-request-method': own }) },
  });
  return { status, headers };
}

describe('every operation', () => {
  it.each(routes)('%s says what browsers have to know', async (route) => {
    const { headers } = await call(route);
    const { 'content-security-policy': policy, ...rest } = SECURITY_HEADERS;
    for (const [name, value] of Object.entries(rest)) expect(headers.get(name)).toBe(value);
    expect(headers.get('content-security-policy')).toContain(policy.split(';')[0]!);
    expect(headers.get('cache-control')).toBeTruthy();
  });

  it.each(routes)('%s can be called by scripts of the configured origin and of no other', async (route) => {
    const [asked, ours, theirs] = await Promise.all([
      call(route, { origin: ORIGIN, method: 'OPTIONS' }),
      call(route, { origin: ORIGIN }),
      call(route, { origin: ELSEWHERE }),
    ]);

    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(asked.headers.get('access-control-allow-methods')).toContain(route.split(' ')[0]!);
    expect(ours.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(theirs.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('what the gateway itself refuses', () => {
  const apiGateway = new APIGatewayClient(clientConfig());
  /** An engine's address of an API: <endpoint>/_aws/execute-api/<id>/<stage>. */
  const restApiId = api.split('/').at(-2)!;

  it('is no such route with 404', async () => {
    expect((await call('GET /nowhere', { origin: ORIGIN })).status).toBe(404);
  });

  // AWS takes the token for an incomplete signature of its own there.
  it('is no such route with 404 also for who is signed in', async () => {
    const headers = { authorization: 'Bearer eyJhbGciOiJFUzI1NiJ9.e30.c2ln' };
    expect((await fetch(`${api}/nowhere`, { headers })).status).toBe(404);
  });

  // As it is deployed: not every engine puts these headers on its own answers (see docs/engines.md).
  it.each(Object.values(GatewayResponseType))(
    'says the same, and can be read by scripts: %s',
    async (responseType) => {
      const { responseParameters, responseTemplates = {} } = await apiGateway.send(
        new GetGatewayResponseCommand({ restApiId, responseType }),
      );
      const headers = Object.entries(responseParameters ?? {}).map(([name, value]) => [
        name.replace('gatewayresponse.header.', '').toLowerCase(),
        value.replaceAll("'", ''),
      ]);

      expect(Object.fromEntries(headers)).toMatchObject({
        'content-type': 'application/problem+json',
        'x-content-type-options': 'nosniff',
        'strict-transport-security': 'max-age=31536000',
        'referrer-policy': 'no-referrer',
        'x-frame-options': 'DENY',
        'cache-control': 'no-store',
        'access-control-allow-origin': '*',
      });
      expect(Problem.parse(JSON.parse(responseTemplates['application/json'] ?? ''))).toMatchObject({
        errors: [],
      });
    },
  );
});
