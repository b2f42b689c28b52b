import { Balancer } from '@serverless-orders/resilience/balancer';
import { Breakers, MemoryBreakerStore } from '@serverless-orders/resilience/breaker';
import { RetryBudget, Starting } from '@serverless-orders/resilience/call';
import type { InstanceState } from '@serverless-orders/resilience/discovery';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { vi } from 'vitest';
import { ROLES } from '../../contracts/roles.ts';
import { UserService } from '../../contracts/rpc/users/v1/users_pb.ts';
import type { RpcInvocation } from './envelope.ts';
import { Instances } from './instances.ts';
import type { MethodContext } from './methods.ts';
import { serveRpc } from './serve.ts';

interface TestShop {
  handler: ReturnType<typeof serveRpc>;
  /** What GetUser does. */
  getUser: (id: string, context: MethodContext) => Promise<{ id: string }>;
  /** Every call that came to GetUser. */
  seen: (MethodContext & { leftMs: number })[];
  /** Every call that came to an instance. */
  calls: (RpcInvocation & { address: string })[];
  /** So many invocations from now on crash. */
  failNext: number;
  reset: () => void;
  client: { send(command: { input: { FunctionName: string; Payload: string } }): Promise<object> };
}

/**
 * For tests: the users service with two instances, in this process. Calls reach them as Lambda would bring them: as JSON.

 */
export function testShop(): TestShop {
  const shop: TestShop = {
    handler: serveRpc(
      UserService,
      {
        async getUser({ id }, context) {
          shop.seen.push({ ...context, leftMs: context.timeoutMs() });
          return shop.getUser(id, context);
        },
        createUser: async ({ name, email }) => ({ id: 'new', name, email }),
        getProfile: async ({ id }) => ({ profile: { id } }),
      },
      {
        access: {
          getUser: { services: ['gateway', 'payments'], users: ROLES },
          createUser: { services: [], users: ['customer', 'staff'] },
          getProfile: { services: ['gateway'], users: [] },
        },
        checks: { table: async () => {} },
      },
    ),
    getUser: echo,
    seen: [],
    calls: [],
    failNext: 0,
    reset: () => void Object.assign(shop, { getUser: echo, seen: [], calls: [], failNext: 0 }),
    client: {
      async send({ input }: { input: { FunctionName: string; Payload: string } }) {
        shop.calls.push({ ...JSON.parse(input.Payload), address: input.FunctionName });
        if (shop.failNext > 0) {
          shop.failNext -= 1;
          return { FunctionError: 'Unhandled', Payload: Buffer.from('{}') };
        }
        const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 10_000 } as Context;
        const reply: unknown = await shop.handler(JSON.parse(input.Payload), context);
        return { Payload: Buffer.from(JSON.stringify(reply)) };
      },
    },
  };
  return shop;
}

const echo = async (id: string) => ({ id });

const instance = (name: string): InstanceState => ({
  service: 'users',
  instance: name,
  address: `users-${name}`,
  protocols: ['connect', 'grpc-web'],
  version: '1',
  weight: 1,
  registeredAt: '2026-01-01T00:00:00.000Z',
  health: 'healthy',
  drained: false,
});

/** Its instances as a new environment calls them. */
export const instancesOf = (shop: ReturnType<typeof testShop>): Instances =>
  new Instances({
    discovery: { instances: async () => [instance('a'), instance('b')] },
    balancer: new Balancer(),
    breakers: new Breakers({ store: new MemoryBreakerStore() }),
    starting: new Starting(),
    retryBudget: new RetryBudget(),
    client: shop.client as never,
  });

/** A token of the customer u-1, and the environment by which functions know it. */
export async function signTokens(): Promise<string> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: 'k', alg: 'ES256' };
  const names = { AUTH_ISSUER: 'https://tests', AUTH_AUDIENCE: 'tests' };
  const environment = { ...names, AUTH_JWKS: JSON.stringify({ keys: [key] }) };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return new SignJWT({ roles: ['customer'] })
    .setProtectedHeader({ alg: 'ES256', kid: 'k' })
    .setSubject('u-1')
    .setIssuer(names.AUTH_ISSUER)
    .setAudience(names.AUTH_AUDIENCE)
    .setJti('j')
    .setIssuedAt()
    .setExpirationTime('15m')
    .sign(privateKey);
}

type PublicRpc = (event: never, context: Context) => Promise<APIGatewayProxyResult>;

/** fetch, as API Gateway brings it to a function: bodies in base64, headers as they were written. */
export const publicRpcFetch =
  (call: PublicRpc): typeof globalThis.fetch =>
  async (input, init) => {
    const request = new Request(input, init);
    const path = new URL(request.url).pathname;
    const [service, method] = path.split('/').slice(-2);
    const event: Partial<APIGatewayProxyEvent> = {
      httpMethod: request.method,
      resource: '/rpc/{service}/{method}',
      path,
      pathParameters: { service, method },
      headers: Object.fromEntries(request.headers),
      body: Buffer.from(await request.arrayBuffer()).toString('base64'),
      isBase64Encoded: true,
    };
    const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 10_000 } as Context;
    const { statusCode, headers, body, isBase64Encoded } = await call(event as never, context);
    return new Response(Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8'), {
      status: statusCode,
      headers: headers as Record<string, string>,
    });
  };
