import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { operation } from '../../contracts/http/operation.ts';
import { LIMITS } from '../../contracts/limits.ts';
import { ServiceError } from '../service-error.ts';
import { endpoint } from './endpoint.ts';
import { ok } from './response.ts';

type Call = (event: Partial<APIGatewayProxyEvent>) => Promise<APIGatewayProxyResult & { problem?: Problem }>;
interface Problem {
  status: number;
  title: string;
  detail: string;
  errors: { pointer: string; detail: string }[];
}

const context = { awsRequestId: 'request' } as Context;

function caller(handler: (event: never, context: Context) => Promise<APIGatewayProxyResult>): Call {
  return async (event) => {
    const full = { httpMethod: 'POST', resource: '/things', path: '/things', headers: {}, ...event };
    const response = await handler(full as never, context);
    const isProblem = response.headers?.['content-type'] === 'application/problem+json';
    return { ...response, ...(isProblem && { problem: JSON.parse(response.body) as Problem }) };
  };
}

const things = operation({
  route: 'POST /things',
  id: 'postThing',
  summary: 'A thing',
  access: 'public',
  answers: { 200: { description: 'Done', body: z.unknown() } },
});

beforeAll(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

describe('what comes in', () => {
  const call = caller(
    endpoint(
      operation({
        ...things,
        conditional: true,
        path: z.object({ id: z.string() }),
        query: z.strictObject({ limit: z.optional(z.coerce.number().check(z.int())) }),
        body: z.strictObject({ name: z.string().check(z.minLength(2)), tags: z.optional(z.array(z.int())) }),
      }),
      async ({ caller, ...parsed }) => ok(parsed),
    ) as never,
  );
  const good = {
    headers: { 'Content-Type': 'application/json; charset=utf-8' },
    pathParameters: { id: '7' },
    body: '{"name":"Ada"}',
  };

  it('is parsed before the handler sees it', async () => {
    const response = await call({ ...good, queryStringParameters: { limit: '5' } });

    expect(response.statusCode).toBe(200);
    expect(JSON.parse(response.body)).toEqual({
      body: { name: 'Ada' },
      path: { id: '7' },
      query: { limit: 5 },
      preconditions: {},
      by: {},
    });
  });

  it('says who gives a password where one can be guessed, by the device and by what API Gateway saw', async () => {
    const guessed = caller(
      endpoint(operation({ ...things, guessable: true }), async ({ by }) => ok({ by })) as never,
    );
    const requestContext = { identity: { sourceIp: '2001:db8::1' } } as never;
    const response = await guessed({ headers: { 'device-token': 'known' }, requestContext });
    expect(JSON.parse(response.body).by).toEqual({ device: 'known', place: '2001:db8:0:0' });
  });

  it('may come base64 encoded', async () => {
    const body = Buffer.from(good.body).toString('base64');
    expect((await call({ ...good, body, isBase64Encoded: true })).statusCode).toBe(200);
  });

  it.each([
    ['no body', { body: null }, 400, []],
    ['a body that is no JSON', { body: '{"name":' }, 400, []],
    ['JSON of another type', { body: '[]' }, 400, ['']],
    ['null', { body: 'null' }, 400, ['']],
    ['a missing field', { body: '{}' }, 400, ['/name']],
    ['a field of another type', { body: '{"name":7}' }, 400, ['/name']],
    ['a value that is too short', { body: '{"name":"A"}' }, 400, ['/name']],
    ['an unknown field', { body: '{"name":"Ada","a/b~c":1}' }, 400, ['/a~1b~0c']],
    ['a wrong element', { body: '{"name":"Ada","tags":[1,"x",2.5]}' }, 400, ['/tags/1', '/tags/2']],
    ['a number beyond integers', { body: '{"name":"Ada","tags":[1e400]}' }, 400, ['/tags/0']],
    ['no content type', { headers: {} }, 415, []],
    ['another content type', { headers: { 'content-type': 'text/plain' } }, 415, []],
    ['a version without quotes', { headers: { ...good.headers, 'If-Match': '7' } }, 400, []],
    ['a body that is too large', { body: `"${'x'.repeat(LIMITS.bodyBytes)}"` }, 413, []],
    ['an unknown query', { queryStringParameters: { page: '2' } }, 400, ['/query/page']],
    ['a malformed query', { queryStringParameters: { limit: 'ten' } }, 400, ['/query/limit']],
  ])('is refused: %s', async (_, change, status, pointers) => {
    const response = await call({ ...good, ...change } as Partial<APIGatewayProxyEvent>);

    expect(response.statusCode).toBe(status);
    expect(response.problem).toMatchObject({
      type: 'about:blank',
      status,
      instance: '/things',
      traceId: /-([0-9a-f]{32})-/.exec(String(response.headers?.['server-timing']))?.[1],
    });
    expect(response.problem?.errors.map((error) => error.pointer)).toEqual(pointers);
  });
});

describe('what goes wrong inside', () => {
  const failing = (thrown: unknown) => caller(endpoint(things, () => Promise.reject(thrown)) as never)({});

  it.each([
    ['a defect', new TypeError('secret detail of the inside'), 503],
    ['a thrown string', 'secret detail of the inside', 503],
    ['a service error', new ServiceError('conflict', 'Taken.', { cause: new Error('secret detail') }), 409],
  ])('is a problem without its inside: %s', async (_, thrown, status) => {
    const response = await failing(thrown);

    expect(response.statusCode).toBe(status);
    expect(response.body).not.toMatch(/secret|at .*\.ts/);
  });
});

describe('who may call', () => {
  const issuer = 'https://shop.test';
  const audience = 'shop';
  let call: Call;
  let sign: (claims: JWTPayload, header?: object, key?: CryptoKey | Uint8Array) => Promise<string>;
  let stranger: CryptoKey;
  let publicBytes: Uint8Array;
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    sub: 'u1',
    roles: ['customer'],
    iss: issuer,
    aud: audience,
    iat: now,
    exp: now + 60,
    jti: 'j',
  };

  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    stranger = (await generateKeyPair('ES256')).privateKey;
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1', alg: 'ES256', use: 'sig' };
    publicBytes = new TextEncoder().encode(JSON.stringify(jwk));
    vi.stubEnv('AUTH_JWKS', JSON.stringify({ keys: [jwk] }));
    vi.stubEnv('AUTH_ISSUER', issuer);
    vi.stubEnv('AUTH_AUDIENCE', audience);
    sign = (payload, header = {}, key = privateKey) =>
      new SignJWT(payload).setProtectedHeader({ alg: 'ES256', kid: 'k1', ...header }).sign(key);
    call = caller(endpoint({ ...things, access: ['customer'] }, async ({ caller }) => ok(caller)) as never);
  });

  const withToken = (token: string) => call({ headers: { authorization: `Bearer ${token}` } });

  it('is known by a valid token', async () => {
    const response = await withToken(await sign(claims));

    expect(JSON.parse(response.body)).toEqual({ id: 'u1', roles: ['customer'], signedInAt: now });
  });

  it.each<[string, () => Promise<string>]>([
    ['expired', () => sign({ ...claims, exp: now - 60 })],
    ['not valid yet', () => sign({ ...claims, nbf: now + 60 })],
    ['of another issuer', () => sign({ ...claims, iss: 'https://elsewhere.test' })],
    ['for another audience', () => sign({ ...claims, aud: 'other' })],
    ['without an expiry', () => sign({ ...claims, exp: undefined })],
    ['without a subject', () => sign({ ...claims, sub: undefined })],
    ['with unknown roles', () => sign({ ...claims, roles: ['root'] })],
    ['of an unknown key', () => sign(claims, { kid: 'k2' })],
    ['signed by a stranger', () => sign(claims, {}, stranger)],
    ['with alg none', async () => new UnsecuredJWT(claims).encode()],
    ['with HS256 and the public key as its secret', () => sign(claims, { alg: 'HS256' }, publicBytes)],
    ['garbage', async () => 'abc.def.ghi'],
  ])('is not known by a token that is %s', async (_, token) => {
    const response = await withToken(await token());

    expect(response.statusCode).toBe(401);
    expect(response.headers).toHaveProperty('www-authenticate', 'Bearer');
  });

  it.each([
    ['no header', {}],
    ['another scheme', { authorization: 'Basic dTpw' }],
    ['no token', { authorization: 'Bearer' }],
  ])('is asked for a token: %s', async (_, headers) => {
    expect((await call({ headers })).statusCode).toBe(401);
  });

  it('is turned away without the role', async () => {
    expect((await withToken(await sign({ ...claims, roles: ['oncall'] }))).statusCode).toBe(403);
  });
});
