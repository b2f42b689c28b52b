import { gzipSync } from 'node:zlib';
import {
  APIGatewayClient,
  GatewayResponseType,
  GetGatewayResponseCommand,
} from '@aws-sdk/client-api-gateway';
import { describe, expect, it } from 'vitest';
import { OPERATIONS } from '../../functions/contracts/http/operations.ts';
import { Problem } from '../../functions/contracts/http/problem.ts';
import { SECURITY_HEADERS } from '../../functions/platform/http/security-headers.ts';
import { clientConfig } from '../support/engine.ts';
import { shopOutputs } from '../support/outputs.ts';
import { ORIGIN } from '../support/stage.ts';

const { api } = shopOutputs();
const routes = Object.values(OPERATIONS)
  .flat()
  .map(({ route }) => route);
const ELSEWHERE = 'https://elsewhere.example';

/**
 * Calls a route as it is written: whatever is wrong with that is refused, with headers like every answer. Tests wait for one answer
 * before they call again: a function that is called twice at once starts another environment.
 */
async function call(route: string, { origin, method }: { origin?: string; method?: string } = {}) {
  const [own, path] = route.split(' ') as [string, string];
  const { status, headers } = await fetch(`${api}${path.replaceAll(/\{\w+\}/g, 'x')}`, {
    method: method ?? own,
    headers: {
      ...(origin && { origin, 'sec-fetch-site': 'cross-site' }),
      ...(method && { 'access-control-request-method': own }),
    },
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
    const asked = await call(route, { origin: ORIGIN, method: 'OPTIONS' });
    const ours = await call(route, { origin: ORIGIN });
    const theirs = await call(route, { origin: ELSEWHERE });

    expect(asked.status).toBe(204);
    expect(asked.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(asked.headers.get('access-control-allow-methods')).toContain(route.split(' ')[0]!);
    expect(ours.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(theirs.headers.get('access-control-allow-origin')).toBeNull();
  });
});

describe('paths', () => {
  const gets = routes.filter((route) => route.startsWith('GET '));

  it.each(gets)('%s: HEAD says what GET says, without a body', async (route) => {
    const asked = await call(route, { method: 'HEAD' });
    const read = await call(route);
    expect(asked.status).toBe(read.status);
    for (const name of ['content-type', 'cache-control', 'www-authenticate'])
      expect(asked.headers.get(name)).toBe(read.headers.get(name));
  });

  it.each([...new Set(routes.map((route) => route.split(' ')[1]!))])(
    '%s tells what it knows',
    async (path) => {
      const own = routes.filter((route) => route.split(' ')[1] === path).map((route) => route.split(' ')[0]!);
      const other = ['DELETE', 'PATCH', 'PUT', 'POST'].find((method) => !own.includes(method))!;
      const expected = new Set([...own, ...(own.includes('GET') ? ['HEAD'] : []), 'OPTIONS']);
      const told = await call(`OPTIONS ${path}`);
      const refused = await call(`${other} ${path}`);

      for (const { headers } of [told, refused])
        expect(new Set(headers.get('allow')?.split(', '))).toEqual(expected);
      expect([told.status, refused.status]).toEqual([204, 405]);
    },
  );

  it.each([
    ['a body beyond what a function takes', 7 * 1024 * 1024],
    ['a body beyond what the gateway takes', 11 * 1024 * 1024],
  ])('%s is 413', async (_, size) => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: 'x'.repeat(size) };
    const response = await fetch(`${api}/auth/token`, init);
    expect(response.status).toBe(413);
    expect(Problem.parse(await response.json())).toMatchObject({ status: 413 });
  });

  it.each(['gzip', 'br', 'deflate'])(
    'a body that says it is %s is 415, and says what is taken',
    async (coding) => {
      const headers = { 'content-type': 'application/json', 'content-encoding': coding };
      for (const body of ['{}', gzipSync('{}')]) {
        const response = await fetch(`${api}/auth/token`, { method: 'POST', headers, body });
        expect(response.status).toBe(415);
        expect(response.headers.get('accept-encoding')).toBe('identity');
        expect(Problem.parse(await response.json())).toMatchObject({ status: 415 });
      }
    },
  );

  it.each([
    '/products/espresso-cup;v=2',
    '/products/espresso-cup/',
    '/products/%65spresso-cup',
    '/products/a%2Fb',
  ])('%s names nothing', async (path) => {
    expect((await call(`GET ${path}`)).status).toBe(400);
    expect((await call(`HEAD ${path}`)).status).toBe(400);
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
