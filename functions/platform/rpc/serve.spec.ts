import { afterAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { testShop } from './test-shop.ts';

const shop = testShop();

beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  shop.reset();
});
afterAll(() => void vi.restoreAllMocks());

describe('an instance', () => {
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
    expect(shop.seen).toEqual([]);
  });

  const CUSTOMER = { user: { id: 'u-1', roles: ['customer'] } };
  const STAFF = { user: { id: 'u-2', roles: ['staff'] } };
  it.each([
    ['GetUser', { service: 'gateway' }, 200],
    ['GetUser', CUSTOMER, 200],
    ['GetUser', { service: 'orders' }, 403],
    ['GetUser', { service: 'staff' }, 403],
    ['GetUser', { user: { id: 'gateway', roles: [] } }, 403],
    ['CreateUser', STAFF, 200],
    ['CreateUser', { service: 'gateway' }, 403],
    ['GetProfile', { service: 'gateway' }, 200],
    ['GetProfile', STAFF, 403],
    ['GetProfile', { user: { id: 'gateway', roles: ['staff', 'oncall', 'customer'] } }, 403],
  ])('lets %s be called by those whom its access names: %o', async (method, caller, status) => {
    const event = {
      rpc: {
        path: `/users.v1.UserService/${method}`,
        headers: { 'content-type': 'application/json' },
        body: Buffer.from('{}').toString('base64'),
        caller,
      },
    };
    expect(await shop.handler(event, context)).toMatchObject({ status });
    if (status === 403) expect(shop.seen).toEqual([]);
  });

  it('says that it is live and ready', async () => {
    expect(await shop.handler({ health: true }, context)).toEqual({ live: true, ready: true, failing: {} });
  });
});
