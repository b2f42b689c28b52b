import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WHILE_FAILING } from './retry.ts';
import { ShopDriver } from './shop-driver.ts';

let server: Server;
afterEach(() => void server.close());

const token = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sub":"u1"}').toString('base64url')}.`;

const problem = (status: number) => ({ status, body: { status, title: 'no', detail: 'not so', errors: [] } });

/** What the shop answers to each route, one after the other, the last one again and again; status 0 for no answer. */
type Script = Record<string, { status: number; body: object }[]>;

const SCRIPT: Script = {
  'POST /users': [{ status: 201, body: { id: 'u1' } }],
  'POST /auth/token': [{ status: 200, body: { accessToken: token } }],
  'POST /payments/deposits': [{ status: 201, body: { id: 'd1' } }],
  'POST /orders': [{ status: 201, body: { id: 'o1', status: 'PENDING' } }],
  'GET /orders/o1': [{ status: 200, body: { id: 'o1', status: 'CONFIRMED' } }],
};

/** A shop that answers by a script; and the route, body and Idempotency-Key of all that it was asked. */
async function shopOf(script: Script) {
  const seen: { route: string; body: string; key?: string }[] = [];
  const left = structuredClone({ ...SCRIPT, ...script });
  server = createServer(async (request: IncomingMessage, response) => {
    const route = `${request.method} ${request.url}`;
    const key = request.headers['idempotency-key'] as string | undefined;
    seen.push({ route, body: Buffer.concat(await request.toArray()).toString(), key });
    const { status, body } = (left[route]!.length > 1 ? left[route]!.shift() : left[route]![0])!;
    if (status === 0) return request.socket.destroy();
    const type = status < 400 ? 'application/json' : 'application/problem+json';
    response.writeHead(status, { 'content-type': type }).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const driver = (retry?: typeof WHILE_FAILING) => new ShopDriver(`http://127.0.0.1:${port}`, { retry });
  const asked = (route: string) => seen.filter((one) => one.route === route);
  return { once: driver(), retrying: driver({ ...WHILE_FAILING, everyMs: 1 }), asked };
}

describe('a driver', () => {
  it('has a customer registered, signed in and paid in', async () => {
    const { once, asked } = await shopOf({});
    const { id, credentials } = await once.customer(500);

    expect(id).toBe('u1');
    expect(JSON.parse(asked('POST /auth/token')[0]!.body)).toEqual(credentials);
    expect(JSON.parse(asked('POST /payments/deposits')[0]!.body).amount.amount).toBe(500);
  });

  it.each(['POST /users', 'POST /auth/token', 'POST /payments/deposits'])(
    'has no customer when the shop refuses %s',
    async (route) => {
      const { once } = await shopOf({ [route]: [problem(400)] });
      await expect(once.customer(500)).rejects.toThrow(`${route} was answered by 400: ${route} answered 400`);
    },
  );

  it('knows that the account is there when the answer that said so was lost', async () => {
    const { retrying, asked } = await shopOf({ 'POST /users': [{ status: 0, body: {} }, problem(409)] });
    expect(await retrying.customer()).toMatchObject({ id: 'u1' });
    expect(asked('POST /users')).toHaveLength(2);
  });

  it('orders again by the same key, also while the first request is not through', async () => {
    const { retrying, asked } = await shopOf({
      'POST /orders': [{ status: 0, body: {} }, problem(502), problem(409), ...SCRIPT['POST /orders']!],
    });
    const ada = await retrying.customer();

    expect(await ada.order([{ sku: 'cup', quantity: 1 }])).toMatchObject({ status: 201 });
    const keys = asked('POST /orders').map(({ key }) => key);
    expect(keys).toHaveLength(4);
    expect(new Set(keys).size).toBe(1);
  });

  it('gives every answer as it is unless told to ask again', async () => {
    const { once } = await shopOf({ 'POST /orders': [problem(409)] });
    const ada = await once.customer();
    expect(await ada.order([{ sku: 'cup', quantity: 1 }])).toMatchObject({ status: 409 });
  });

  it('waits until an order is settled, whatever fails meanwhile', async () => {
    const pending = { status: 200, body: { id: 'o1', status: 'PENDING' } };
    const { once, asked } = await shopOf({
      'GET /orders/o1': [pending, problem(503), pending, ...SCRIPT['GET /orders/o1']!],
    });
    const ada = await once.customer();

    expect(await ada.settled('o1')).toMatchObject({ status: 'CONFIRMED' });
    expect(asked('GET /orders/o1')).toHaveLength(4);
  });

  it.each([
    ['is not there', problem(404), 'GET /orders/{id} was answered by 404'],
    ['stays PENDING', { status: 200, body: { status: 'PENDING' } }, 'order o1 is still PENDING after 0 s'],
  ])('does not wait for an order that %s', async (_, answer, message) => {
    const { once } = await shopOf({ 'GET /orders/o1': [answer] });
    const ada = await once.customer();
    await expect(ada.settled('o1', 0)).rejects.toThrow(message);
  });
});
