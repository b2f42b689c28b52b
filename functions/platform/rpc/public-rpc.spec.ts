import { type Client, Code, ConnectError, createClient, type Transport } from '@connectrpc/connect';
import { createConnectTransport, createGrpcWebTransport } from '@connectrpc/connect-web';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserService } from '../../contracts/rpc/users/v1/users_pb.ts';
import { ServiceError } from '../service-error.ts';
import { publicRpc } from './public-rpc.ts';
import { instancesOf, publicRpcFetch, signTokens, testShop } from './test-shop.ts';

const shop = testShop();
let token: string;
let fetch: ReturnType<typeof publicRpcFetch>;

beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  token = await signTokens();
});
afterAll(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

beforeEach(() => {
  shop.reset();
  fetch = publicRpcFetch(publicRpc({ services: [UserService], instances: instancesOf(shop) }));
});

const baseUrl = 'https://shop.test/rpc';
const TRANSPORTS: [string, (binary: boolean) => Transport][] = [
  ['Connect', (useBinaryFormat) => createConnectTransport({ baseUrl, useBinaryFormat, fetch })],
  ['gRPC-Web', (useBinaryFormat) => createGrpcWebTransport({ baseUrl, useBinaryFormat, fetch })],
];
const CLIENTS = TRANSPORTS.flatMap(([name, transport]) =>
  [true, false].map(
    (binary) =>
      [`${name} ${binary ? 'binary' : 'JSON'}`, () => createClient(UserService, transport(binary))] as [
        string,
        () => Client<typeof UserService>,
      ],
  ),
);
const asUser = () => ({ headers: { authorization: `Bearer ${token}` } });

describe.each(CLIENTS)('the public RPC, by a %s client', (_, client) => {
  it('answers, for the owner of the token', async () => {
    expect(await client().getUser({ id: 'Zoë 👩‍💻' }, asUser())).toMatchObject({ id: 'Zoë 👩‍💻' });
    expect(shop.seen).toMatchObject([{ caller: { user: { id: 'u-1', roles: ['customer'] } } }]);
  });

  it.each([
    [Code.InvalidArgument, 'invalid'],
    [Code.NotFound, 'notFound'],
    [Code.PermissionDenied, 'forbidden'],
    [Code.AlreadyExists, 'conflict'],
    [Code.FailedPrecondition, 'refused'],
    [Code.ResourceExhausted, 'tooMany'],
    [Code.Unavailable, 'unavailable'],
  ] as const)('tells %s for %s', async (code, ours) => {
    shop.getUser = async () => {
      throw new ServiceError(ours, 'Ünser Fehler: 100 %', { violations: [{ pointer: '/id', detail: 'x' }] });
    };
    await expect(client().getUser({ id: 'x' }, asUser())).rejects.toMatchObject({
      code,
      rawMessage: 'Ünser Fehler: 100 %',
    });
  });

  it('says nothing of what went wrong inside', async () => {
    shop.getUser = async () => {
      throw new TypeError('secret of the table');
    };
    const error = await client()
      .getUser({ id: 'x' }, asUser())
      .then(() => expect.unreachable(), ConnectError.from);
    expect(error).toMatchObject({ code: Code.Unavailable });
    expect(JSON.stringify([error.message, ...error.metadata])).not.toContain('secret');
  });

  it('asks for a token', async () => {
    await expect(client().getUser({ id: 'x' })).rejects.toMatchObject({ code: Code.Unauthenticated });
    expect(shop.calls).toEqual([]);
  });

  it('gives an instance no longer than its client waits, and does not hold it against the instance', async () => {
    shop.getUser = (_, { signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('aborted'))));
    for (let call = 0; call < 6; call += 1) {
      await expect(client().getUser({ id: 'x' }, { ...asUser(), timeoutMs: 30 })).rejects.toMatchObject({
        code: Code.DeadlineExceeded,
      });
    }
    expect(shop.seen.every(({ leftMs }) => leftMs <= 30)).toBe(true);
    shop.getUser = async (id) => ({ id });
    expect(await client().getUser({ id: 'still called' }, asUser())).toBeTruthy();
  });

  it('tries a method that only reads on another instance, and no other', async () => {
    shop.failNext = 1;
    expect(await client().getUser({ id: 'x' }, asUser())).toMatchObject({ id: 'x' });
    expect(new Set(shop.calls.map(({ address }) => address)).size).toBe(2);

    shop.calls.length = 0;
    shop.failNext = 1;
    const created = client().createUser({ name: 'Ada', email: 'ada@example.com' }, asUser());
    await expect(created).rejects.toMatchObject({ code: Code.Unavailable });
    expect(shop.calls.length).toBe(1);
  });
});

describe('the public RPC', () => {
  const post = (path: string, body: BodyInit, headers: Record<string, string> = {}) =>
    fetch(`${baseUrl}${path}`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json', ...asUser().headers, ...headers },
    });
  const GET_USER = '/users.v1.UserService/GetUser';

  it('answers to plain JSON', async () => {
    const response = await post(GET_USER, '{"id":"x"}');
    expect([response.status, response.headers.get('content-type'), await response.json()]).toEqual([
      200,
      'application/json',
      { id: 'x' },
    ]);
  });

  it.each([
    ['no JSON', GET_USER, '{', {}, 400, 'invalid_argument'],
    ['another type', GET_USER, '{"id":7}', {}, 400, 'invalid_argument'],
    ['an array', GET_USER, '[]', {}, 400, 'invalid_argument'],
    [
      'bytes that are no message',
      GET_USER,
      '\xff\xff',
      { 'content-type': 'application/proto' },
      400,
      'invalid_argument',
    ],
    ['a time that is none', GET_USER, '{}', { 'connect-timeout-ms': 'soon' }, 400, 'invalid_argument'],
    ['compression', GET_USER, '{}', { 'content-encoding': 'gzip' }, 501, 'unimplemented'],
    ['a body that is too large', GET_USER, `{"id":"${'x'.repeat(300_000)}"}`, {}, 429, 'resource_exhausted'],
    ['no such method', '/users.v1.UserService/Get', '{}', {}, 501, 'unimplemented'],
    ['no such service', '/users.v2.UserService/GetUser', '{}', {}, 501, 'unimplemented'],
    ['a name of JavaScript', '/users.v1.UserService/constructor', '{}', {}, 501, 'unimplemented'],
    ['a stream', GET_USER, '', { 'content-type': 'application/connect+json' }, 415, 'unimplemented'],
    ['gRPC over HTTP/2', GET_USER, '', { 'content-type': 'application/grpc+proto' }, 415, 'unimplemented'],
    [
      'a form',
      GET_USER,
      'id=x',
      { 'content-type': 'application/x-www-form-urlencoded' },
      415,
      'unimplemented',
    ],
    ['no token', GET_USER, '{}', { authorization: '' }, 401, 'unauthenticated'],
    ['a token that is none', GET_USER, '{}', { authorization: 'Bearer x.y.z' }, 401, 'unauthenticated'],
  ] as const)('refuses %s', async (_, path, body, headers, status, code) => {
    const bytes = body.startsWith('\xff') ? new Uint8Array([255, 255]) : body;
    const response = await post(path, bytes, headers);
    expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([status, code]);
    expect(shop.seen).toEqual([]);
  });

  it('tells gRPC-Web in its own way of bytes that are no message', async () => {
    const frame = new Uint8Array([0, 0, 0, 0, 2, 255, 255]);
    const response = await post(GET_USER, frame, { 'content-type': 'application/grpc-web+proto' });
    expect([response.status, response.headers.get('grpc-status')]).toEqual([200, '3']);
  });

  it('passes on no header that could name another caller', async () => {
    await post(GET_USER, '{"id":"x"}', { 'x-caller': 'gateway', caller: '{"service":"gateway"}' });
    expect(Object.keys(shop.calls[0]!.rpc.headers).sort()).toEqual([
      'connect-timeout-ms',
      'content-type',
      'traceparent',
    ]);
    expect(shop.seen[0]!.caller).toEqual({ user: { id: 'u-1', roles: ['customer'] } });
  });
});
