import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Operation } from '../../contracts/http/operation.ts';
import { OPERATIONS } from '../../contracts/http/operations.ts';
import { withMiddleware } from '../../platform/http/endpoint.ts';
import { SECURITY_HEADERS } from '../../platform/http/security-headers.ts';

const all = Object.values(OPERATIONS)
  .flat()
  .map((operation) => [operation.id, operation] as const);
const OURS = 'https://shop.example';
const THEIRS = 'https://elsewhere.example';

beforeAll(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
beforeEach(() => {
  vi.stubEnv('AUTH_JWKS', JSON.stringify({ keys: [] }));
  vi.stubEnv('AUTH_ISSUER', 'issuer');
  vi.stubEnv('AUTH_AUDIENCE', 'audience');
});
afterEach(() => vi.unstubAllEnvs());
afterAll(() => void vi.restoreAllMocks());

/** Calls an operation with nothing: refused when there is anything to be wrong, answered when there is not. */
async function called(operation: Operation, headers: Record<string, string> = {}) {
  const [httpMethod, resource] = operation.route.split(' ') as [string, string];
  const event = { httpMethod, resource, path: resource, headers, requestContext: { identity: {} } };
  const [status, { example: body }] = Object.entries(operation.answers)[0]!;
  const handler = withMiddleware(operation, async () => ({ status: Number(status), body }) as never);
  const answer = await (handler as unknown as Handler)(event as never, { awsRequestId: 'r' } as Context);
  return { status: answer.statusCode, headers: answer.headers as Record<string, string> };
}
type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

describe('the answer of', () => {
  it.each(all)('%s says what browsers have to know, and what may be kept', async (_, operation) => {
    const { status, headers } = await called(operation);

    expect(headers).toMatchObject(SECURITY_HEADERS);
    const isPublic = operation.access === 'public' && operation.route.startsWith('GET ') && status < 400;
    expect(headers['cache-control']).toBe(isPublic ? 'no-cache' : 'no-store');
  });

  it.each(all)('%s can be read by no other origin, unless configured', async (_, operation) => {
    const { headers } = await called(operation, { origin: OURS });
    expect(Object.keys(headers).filter((name) => /^access-control|^vary/.test(name))).toEqual([]);
  });

  it.each(all)('%s can be read by a configured origin and by no other', async (_, operation) => {
    vi.stubEnv('CORS_ORIGINS', `https://admin.example,${OURS}`);
    const [ours, theirs, nobodys] = await Promise.all([
      called(operation, { Origin: OURS }),
      called(operation, { Origin: THEIRS }),
      called(operation),
    ]);

    expect(ours.headers).toMatchObject({ vary: 'origin', 'access-control-allow-origin': OURS });
    expect(ours.headers).not.toHaveProperty('access-control-allow-credentials');
    for (const { headers } of [theirs, nobodys]) {
      expect(headers.vary).toBe('origin');
      expect(headers).not.toHaveProperty('access-control-allow-origin');
    }
  });

  it("keeps what a handler says itself: a page's policy, how long it may be kept", async () => {
    const operation = all.find(([id]) => id === 'getDocs')![1];
    const said = { 'content-security-policy': "default-src 'self'", 'cache-control': 'max-age=5' };
    const handler = withMiddleware(
      operation,
      async () => ({ status: 200, body: '', headers: said }) as never,
    );
    const event = { httpMethod: 'GET', resource: '/docs', path: '/docs', headers: {} };
    const answer = await (handler as unknown as Handler)(event as never, { awsRequestId: 'r' } as Context);
    expect(answer.headers).toMatchObject({ ...SECURITY_HEADERS, ...said });
  });
});
