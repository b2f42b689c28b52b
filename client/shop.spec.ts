import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, ShopProblem } from './shop.ts';

let server: Server;
let api: string;
let answer: { status: number; type: string; body: string };
let got: { request: IncomingMessage; body: string };

beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    got = { request, body };
    response.writeHead(answer.status, { 'content-type': answer.type }).end(answer.body);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stage`;
});
afterAll(() => server.close());
beforeEach(() => {
  answer = { status: 200, type: 'application/json', body: '{"items":[],"next":null}' };
});

const problem = {
  type: 'about:blank',
  title: 'Unprocessable Entity',
  status: 422,
  detail: 'Not sold.',
  instance: '/orders',
  traceId: '5759e988bd862e3fe1be46a994272793',
  errors: [{ pointer: '/items/0/sku', detail: 'unknown' }],
};
const order = { headers: { 'Idempotency-Key': 'k' }, body: { items: [{ sku: 'cup', quantity: 1 }] } };

describe('the client', () => {
  it('calls below the stage, as whoever holds the token', async () => {
    const { data } = await connect({ api, token: () => 'secret' }).listOrders({ query: { limit: 5 } });

    expect(data).toEqual({ items: [], next: null });
    expect(got.request.url).toBe('/stage/orders?limit=5');
    expect(got.request.headers.authorization).toBe('Bearer secret');
  });

  it('sends no token to what is open to all', async () => {
    await connect({ api, token: 'secret' }).listProducts();
    expect(got.request.headers.authorization).toBeUndefined();
  });

  it('sends bodies as JSON, and names that need it escaped', async () => {
    answer = { status: 201, type: 'application/json', body: '{"id":"o"}' };
    await connect({ api, token: 't' }).placeOrder(order);
    expect([got.request.headers['content-type'], got.request.headers['idempotency-key']]).toEqual([
      'application/json',
      'k',
    ]);
    expect(JSON.parse(got.body)).toEqual(order.body);

    await connect({ api, token: 't' }).getOrder({ path: { id: 'a/b c' } });
    expect(got.request.url).toBe('/stage/orders/a%2Fb%20c');
  });

  it.each([
    ['a message of somebody between', '{"message":"Endpoint request timed out"}'],
    ['cut off', '{"type":"about:bl'],
  ])('gives an answer that is no whole problem as it is: %s', async (_, body) => {
    answer = { status: 503, type: 'application/problem+json', body };

    const { error, response } = await connect({ api, token: 't' }).placeOrder(order);

    expect(error).not.toBeInstanceOf(ShopProblem);
    expect(error).toBeTruthy();
    expect(response?.status).toBe(503);
  });

  it('gives error responses as problems, or throws them', async () => {
    answer = { status: 422, type: 'application/problem+json', body: JSON.stringify(problem) };
    const shop = connect({ api, token: 't' });

    const { data, error, response } = await shop.placeOrder(order);
    expect(data).toBeUndefined();
    expect(error).toMatchObject(problem);
    expect(response?.status).toBe(422);

    const thrown = await shop.placeOrder({ ...order, throwOnError: true }).catch((problem: Error) => problem);
    expect(thrown).toBeInstanceOf(ShopProblem);
    expect(thrown).toMatchObject({
      message: 'POST /stage/orders answered 422: Not sold.; /items/0/sku: unknown',
    });
  });

  it('throws when nobody answers', async () => {
    const nobody = connect({ api: 'http://127.0.0.1:1' });
    await expect(nobody.getHealth({ throwOnError: true })).rejects.toThrow(/fetch failed/);
  });
});
