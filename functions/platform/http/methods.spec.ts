import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { OPERATIONS } from '../../contracts/http/operations.ts';
import { withMiddleware } from './endpoint.ts';
import { SECURITY_HEADERS } from './security-headers.ts';

const OURS = 'https://shop.example';
const THEIRS = 'https://elsewhere.example';
const operations = Object.values(OPERATIONS)
  .flat()
  .map((operation) => [operation.route, operation] as const);
const EVERY = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'get'];

beforeAll(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterEach(() => vi.unstubAllEnvs());
afterAll(() => void vi.restoreAllMocks());

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

/** Calls an operation's function with a method; whoever may, and whatever it takes, is somebody else's test. */
async function call(operation: (typeof operations)[number][1], httpMethod: string, headers = {}) {
  const [, resource] = operation.route.split(' ') as [string, string];
  const event = { httpMethod, resource, path: resource, headers, requestContext: { identity: {} } };
  const open = { ...operation, access: 'public', route: operation.route } as typeof operation;
  const handler = withMiddleware(
    open,
    async () => ({ status: 200, body: { a: 1 }, headers: { etag: '"1"' } }) as never,
  );
  const answer = await (handler as unknown as Handler)(event as never, { awsRequestId: 'r' } as Context);
  return { ...answer, headers: answer.headers as Record<string, string> };
}

describe.each(operations)('%s', (route, operation) => {
  const own = route.split(' ')[0]!;

  it('is the only method that its function serves, with HEAD where there is GET', async () => {
    const served = own === 'GET' ? ['GET', 'HEAD'] : [own];
    for (const method of EVERY.filter((one) => one !== 'OPTIONS')) {
      const { statusCode, headers, body } = await call(operation, method);
      expect([method, statusCode]).toEqual([method, served.includes(method) ? 200 : 405]);
      expect(headers).toMatchObject(SECURITY_HEADERS);
      if (statusCode === 200) continue;
      expect(headers.allow).toBe([...served, 'OPTIONS'].join(', '));
      expect(headers).toMatchObject({
        'content-type': 'application/problem+json',
        'cache-control': 'no-store',
      });
      expect(JSON.parse(body)).toMatchObject({ status: 405, title: 'Method Not Allowed', errors: [] });
    }
  });

  it('is told by OPTIONS, with what other functions of the path serve', async () => {
    vi.stubEnv('ALLOWED_METHODS', 'GET, HEAD, PUT, DELETE, OPTIONS');
    const { statusCode, headers, body } = await call(operation, 'OPTIONS');
    expect([statusCode, headers.allow, body]).toEqual([204, 'GET, HEAD, PUT, DELETE, OPTIONS', '']);
    expect(headers).toMatchObject(SECURITY_HEADERS);
  });
});

describe('HEAD', () => {
  it('has the headers of GET', async () => {
    const [, operation] = operations.find(([route]) => route === 'GET /products/{sku}')!;
    const headersOf = async (method: string) => {
      const { 'server-timing': trace, ...headers } = (await call(operation, method)).headers ?? {};
      expect(trace).toMatch(/^traceparent;desc="00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]"$/);
      return headers;
    };
    expect(await headersOf('HEAD')).toEqual(await headersOf('GET'));
    expect(await call(operation, 'HEAD', { 'if-none-match': '"1"' })).toMatchObject({ statusCode: 304 });
  });
});

describe('OPTIONS', () => {
  const [, operation] = operations.find(([route]) => route === 'PUT /products/{sku}')!;

  it('says to a configured origin what it may send', async () => {
    vi.stubEnv('CORS_ORIGINS', OURS);
    vi.stubEnv('ALLOWED_METHODS', 'GET, HEAD, PUT, OPTIONS');
    const { statusCode, headers } = await call(operation, 'OPTIONS', { origin: OURS });

    expect(statusCode).toBe(204);
    expect(headers).toMatchObject({ 'access-control-allow-origin': OURS, vary: 'origin' });
    expect(headers['access-control-allow-methods']).toBe('GET, HEAD, PUT, OPTIONS');
    const taken = headers['access-control-allow-headers']!.split(', ');
    expect(taken).toEqual(expect.arrayContaining(['authorization', 'content-type', 'idempotency-key']));
  });

  it.each([
    ['another origin', THEIRS, OURS],
    ['its origin in another case', OURS.toUpperCase(), OURS],
    ['no origin', undefined, OURS],
    ['any origin, unless configured', OURS, ''],
  ])('says nothing to %s', async (_, origin, configured) => {
    vi.stubEnv('CORS_ORIGINS', configured);
    const { headers } = await call(operation, 'OPTIONS', origin ? { origin } : {});
    expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});
