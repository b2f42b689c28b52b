import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeInstances, itemOf } from '@serverless-orders/resilience/discovery';
import type { Context } from 'aws-lambda';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserService } from '../../contracts/rpc/users/v1/users_pb.ts';
import { rpcClient } from './client.ts';
import { instancesFromEnvironment } from './instances-from-environment.ts';
import { testShop } from './test-shop.ts';

type Reply = (response: ServerResponse) => void;

const refused =
  (name: string, status = 400): Reply =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${name}`, message: name }));
  };
const answers =
  (body: object): Reply =>
  (response) =>
    response.end(JSON.stringify(body));

const INSTANCES = ['a', 'b'].map((instance) => ({ service: 'users', instance }));
const registration = (instance: string) => ({
  service: 'users',
  instance,
  address: `shop-dev-users-rpc-${instance}`,
  protocols: ['connect'],
  weight: 1,
  registeredAt: '2026-01-01T00:00:00.000Z',
});
const stands = (instance: string) =>
  itemOf('registration', { service: 'users', instance }, JSON.stringify(registration(instance)));
const drained = itemOf('drain', INSTANCES[0]!, JSON.stringify({ reason: 'slow' }));

/** Everything of AWS that a function calls: what was called is counted, what DynamoDB answers is the test's. */
const shop = testShop();
let server: Server;
let dynamo: Reply;
let calls: string[];

async function lambda(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 10_000 } as Context;
  answers(await shop.handler(JSON.parse(Buffer.concat(parts).toString()), context))(response);
}

beforeAll(() => void vi.spyOn(process.stdout, 'write').mockReturnValue(true));
afterAll(() => void vi.restoreAllMocks());
// Each test has a server of its own: a read that the test before gave up may arrive late.
beforeEach(async () => {
  calls = [];
  server = createServer((request, response) => {
    const [, name] = /functions\/([^/]+)\/invocations/.exec(request.url ?? '') ?? [];
    calls.push(name ?? String(request.headers['x-amz-target']));
    if (name) void lambda(request, response);
    else dynamo(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const environment = {
    ...describeInstances(INSTANCES, 'shop-dev-{service}-rpc-{instance}'),
    REGISTRY_TABLE: 'registry',
    BREAKER_TABLE: 'breakers',
    AWS_ENDPOINT_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  };
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
});
afterEach(() => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  server.close();
});

/** So many environments that start at once, each with its first call. */
async function coldStarts(count: number): Promise<string[]> {
  const began = Array.from({ length: count }, async () => {
    const users = rpcClient(UserService, { instances: instancesFromEnvironment(), as: 'gateway' });
    return (await users.getUser({ id: 'ada' }, { deadlineMs: 30_000 })).id;
  });
  return Promise.all(began);
}

/** More than Parameter Store bore: 40 reads a second, of which each took two. The machine that tests run on may be slow. */
const MANY = 20;

describe('environments that start, twenty at once', { timeout: 60_000 }, () => {
  it.each<[string, Reply]>([
    ['when all is well', answers({ Items: [stands('a'), stands('b')], Responses: {} })],
    ['when the registry is throttled', refused('ThrottlingException')],
    ['when the table has more readers than it bears', refused('ProvisionedThroughputExceededException')],
    ['when there is no table', refused('ResourceNotFoundException')],
    ['when their role is not known yet', refused('AccessDeniedException')],
    ['when DynamoDB is down', refused('InternalServerError', 500)],
    ['when the connection breaks', (response) => void response.destroy()],
    ['when the table is empty', answers({ Items: [], Responses: {} })],
    [
      'when what it holds cannot be read',
      answers({ Items: [itemOf('registration', INSTANCES[0]!, '{')], Responses: {} }),
    ],
    ['when it never answers', () => {}],
  ])('are answered %s, with one read each at most and none of Parameter Store', async (_, reply) => {
    dynamo = reply;

    expect(await coldStarts(MANY)).toEqual(Array(MANY).fill('ada'));

    // A read that took too long was given up, perhaps before it was sent.
    expect(calls.filter((call) => call.endsWith('.Scan')).length).toBeLessThanOrEqual(MANY);
    expect(calls.filter((call) => call.startsWith('AmazonSSM'))).toEqual([]);
  });

  it('do not call an instance that was drained before they began', async () => {
    dynamo = answers({ Items: [stands('a'), stands('b'), drained], Responses: {} });

    for (let start = 0; start < 6; start += 1) await coldStarts(1);

    expect(new Set(calls.filter((call) => call.startsWith('shop-dev')))).toEqual(
      new Set(['shop-dev-users-rpc-b']),
    );
  });
});

describe('what travels with a deployment', () => {
  it('fits into the environment of a function with room to spare, with as many instances as there can be', () => {
    const all = ['users', 'orders', 'inventory', 'payments', 'notifications'].flatMap((service) =>
      [...'abcdefgh'].map((instance) => ({ service, instance })),
    );
    const text = Object.entries(describeInstances(all, `${'x'.repeat(50)}-{service}-rpc-{instance}`)).join();
    expect(text.length).toBeLessThan(1_024);
  });
});
