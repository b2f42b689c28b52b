import { type Client, Code, ConnectError, createClient, type Transport } from '@connectrpc/connect';
import { createConnectTransport, createGrpcWebTransport } from '@connectrpc/connect-web';
import { beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { UserService } from '../../contracts/rpc/users/v1/users_pb.ts';
import { ServiceError } from '../service-error.ts';
import { rpcClient } from './client.ts';
import { rpcDoor } from './door.ts';
import type { MethodContext } from './serve.ts';
import { cellsOf, doorFetch, servedBy, signTokens } from './test-shop.ts';

/** What the methods of the service under test have seen, and what they do. */
const seen: (MethodContext & { leftMs: number })[] = [];
let getUser: (id: string, context: MethodContext) => Promise<{ id: string }>;
const shop = servedBy(UserService, {
  async getUser({ id }, context) {
    seen.push({ ...context, leftMs: context.timeoutMs() });
    return getUser(id, context);
  },
  async createUser({ name, email }) {
    return { id: 'new', name, email };
  },
  async getProfile({ id }) {
    return { profile: { id } };
  },
});

let token: string;
let fetch: ReturnType<typeof doorFetch>;

beforeAll(async () => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  token = await signTokens();
});

beforeEach(() => {
  seen.length = 0;
  shop.calls.length = 0;
  getUser = async (id) => ({ id });
  fetch = doorFetch(rpcDoor({ services: [UserService], cells: cellsOf(shop) }));
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

describe.each(CLIENTS)('the public door, by a %s client', (_, client) => {
  it('answers, for the owner of the token', async () => {
    expect(await client().getUser({ id: 'Zoë 👩‍💻' }, asUser())).toMatchObject({ id: 'Zoë 👩‍💻' });
    expect(seen).toMatchObject([{ caller: { user: { id: 'u-1', roles: ['customer'] } } }]);
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
    getUser = async () => {
      throw new ServiceError(ours, 'Ünser Fehler: 100 %', { violations: [{ pointer: '/id', detail: 'x' }] });
    };
    await expect(client().getUser({ id: 'x' }, asUser())).rejects.toMatchObject({
      code,
      rawMessage: 'Ünser Fehler: 100 %',
    });
  });

  it('says nothing of what went wrong inside', async () => {
    getUser = async () => {
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

  it('gives a cell no longer than its client waits, and does not hold it against the cell', async () => {
    getUser = (_, { signal }) =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    for (let call = 0; call < 6; call += 1) {
      await expect(client().getUser({ id: 'x' }, { ...asUser(), timeoutMs: 30 })).rejects.toMatchObject({
        code: Code.DeadlineExceeded,
      });
    }
    expect(seen.every(({ leftMs }) => leftMs <= 30)).toBe(true);
    getUser = async (id) => ({ id });
    expect(await client().getUser({ id: 'still called' }, asUser())).toBeTruthy();
  });

  it('tries a method that only reads on another cell, and no other', async () => {
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

describe('the public door', () => {
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
    expect(seen).toEqual([]);
  });

  it('tells gRPC-Web in its own way of bytes that are no message', async () => {
    const frame = new Uint8Array([0, 0, 0, 0, 2, 255, 255]);
    const response = await post(GET_USER, frame, { 'content-type': 'application/grpc-web+proto' });
    expect([response.status, response.headers.get('grpc-status')]).toEqual([200, '3']);
  });

  it('passes on no header that could name another caller', async () => {
    await post(GET_USER, '{"id":"x"}', { 'x-caller': 'gateway', caller: '{"service":"gateway"}' });
    expect(Object.keys(shop.calls[0]!.rpc.headers).sort()).toEqual(['connect-timeout-ms', 'content-type']);
    expect(seen[0]!.caller).toEqual({ user: { id: 'u-1', roles: ['customer'] } });
  });
});

describe('a cell', () => {
  const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 1_000 } as never;
  const rpc = { path: '/users.v1.UserService/GetUser', headers: {}, body: '', caller: { service: 'orders' } };

  it.each([
    ['an event of API Gateway', { httpMethod: 'POST', headers: {}, body: '{}', requestContext: {} }],
    ['an event of API Gateway that carries a call', { httpMethod: 'POST', rpc }],
    ['a call by nobody', { rpc: { ...rpc, caller: undefined } }],
    [
      'a call by somebody and a service at once',
      { rpc: { ...rpc, caller: { service: 'x', user: { id: 'x', roles: [] } } } },
    ],
    ['a call by a service without a name', { rpc: { ...rpc, caller: { service: '' } } }],
    ['a role that there is none of', { rpc: { ...rpc, caller: { user: { id: 'x', roles: ['root'] } } } }],
    ['another method', { rpc: { ...rpc, path: '/users.v1.UserService/Other' } }],
    ['an empty event', {}],
  ])('refuses %s', async (_, event) => {
    await expect(shop.handler(event, context)).rejects.toThrow();
    expect(seen).toEqual([]);
  });

  it('says that it is live and ready', async () => {
    expect(await shop.handler({ health: true }, context)).toEqual({ live: true, ready: true, failing: {} });
  });
});

describe('rpcClient', () => {
  const users = () => rpcClient(UserService, { cells: cellsOf(shop), as: 'gateway' });

  it('calls as a service, and hands its time on', async () => {
    expect(await users().getUser({ id: 'x' }, { deadlineMs: 400 })).toMatchObject({ id: 'x' });
    expect(seen[0]!.caller).toEqual({ service: 'gateway' });
    expect(seen[0]!.leftMs).toBeLessThanOrEqual(400);
  });

  it('gives back the very error of the other side', async () => {
    getUser = async () => {
      const violations = [{ pointer: '/id', detail: 'Expected an id' }];
      throw new ServiceError('tooMany', 'Not now.', { violations, retryable: true, retryAfter: 7 });
    };
    const fallback = vi.fn();
    await expect(users().getUser({ id: '' }, { fallback })).rejects.toMatchObject({
      name: 'ServiceError',
      code: 'tooMany',
      message: 'Not now.',
      violations: [{ pointer: '/id', detail: 'Expected an id' }],
      retryable: true,
      retryAfter: 7,
    });
    expect(fallback).not.toHaveBeenCalled();
  });

  it('falls back when there is no answer', async () => {
    shop.failNext = 2;
    const fallback = vi.fn(() => ({ id: 'nobody' }) as never);
    expect(await users().getUser({ id: 'x' }, { fallback })).toEqual({ id: 'nobody' });
    expect(fallback).toHaveBeenCalledWith(expect.objectContaining({ code: 'unavailable', retryable: true }));
  });

  it('never outlives the function that calls', async () => {
    getUser = () => new Promise(() => {});
    const began = performance.now();
    const call = users().getUser({ id: 'x' }, { deadlineMs: 5_000, remainingMs: () => 250 });
    await expect(call).rejects.toMatchObject({ code: 'unavailable' });
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});
