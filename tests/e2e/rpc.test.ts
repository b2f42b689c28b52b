import { randomUUID } from 'node:crypto';
import { request as plainRequest } from 'node:http';
import { Code, createClient, type Transport } from '@connectrpc/connect';
import { createConnectTransport as createNodeTransport } from '@connectrpc/connect-node';
import { createConnectTransport, createGrpcWebTransport } from '@connectrpc/connect-web';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  InventoryService,
  ReservationStatus,
} from '../../functions/contracts/rpc/inventory/v1/inventory_pb.ts';
import { OrderService, OrderStatus } from '../../functions/contracts/rpc/orders/v1/orders_pb.ts';
import { PaymentService, PaymentStatus } from '../../functions/contracts/rpc/payments/v1/payments_pb.ts';
import { UserService } from '../../functions/contracts/rpc/users/v1/users_pb.ts';
import { ShopDriver } from '../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../ops/shop-driver/shop-user.ts';
import { shopOutputs } from '../support/outputs.ts';

const { api, staff: staffCredentials } = shopOutputs();
const shop = new ShopDriver(api);
const baseUrl = `${api}/rpc`;
const NAME = 'Zoë 👩‍💻 Ünal';

const CLIENTS: [string, Transport][] = [
  ['Connect, binary', createConnectTransport({ baseUrl, useBinaryFormat: true })],
  ['Connect, JSON', createConnectTransport({ baseUrl, useBinaryFormat: false })],
  ['Connect of Node', createNodeTransport({ baseUrl, httpVersion: '1.1' })],
  ['gRPC-Web, binary', createGrpcWebTransport({ baseUrl, useBinaryFormat: true })],
  ['gRPC-Web, JSON', createGrpcWebTransport({ baseUrl, useBinaryFormat: false })],
];

let customer: ShopUser;
let staff: ShopUser;
const by = ({ token }: ShopUser) => ({ headers: { authorization: `Bearer ${token}` } });

beforeAll(async () => {
  [customer, staff] = await Promise.all([shop.customer(10_000), shop.staff(staffCredentials)]);
  await customer.call(`PATCH /users/${customer.id}`, { body: { name: NAME } });
});

describe.each(CLIENTS)('a client: %s', (_, transport) => {
  const users = createClient(UserService, transport);

  it('reads its own name', async () => {
    const user = await users.getUser({ id: customer.id }, by(customer));
    expect(user).toMatchObject({ id: customer.id, name: NAME });
  });

  it.each([
    ["somebody else's account", () => users.getUser({ id: staff.id }, by(customer)), Code.NotFound],
    ['no id', () => users.getUser({}, by(customer)), Code.InvalidArgument],
    [
      'an account for others',
      () => users.createUser({ name: 'x', email: 'x@y.de' }, by(customer)),
      Code.PermissionDenied,
    ],
    ['anything without a token', () => users.getUser({ id: customer.id }), Code.Unauthenticated],
  ])('is refused %s', async (_, call, code) => {
    await expect(call()).rejects.toMatchObject({ code });
  });
});

describe('by RPC', () => {
  const transport = createConnectTransport({ baseUrl, useBinaryFormat: true });
  const users = createClient(UserService, transport);
  const orders = createClient(OrderService, transport);
  const inventory = createClient(InventoryService, transport);
  const payments = createClient(PaymentService, transport);

  it('staff make accounts without a password', async () => {
    const email = `${randomUUID()}@example.com`;
    const made = await users.createUser({ name: 'Ada', email }, by(staff));
    expect(made).toMatchObject({ name: 'Ada', email });
    expect(
      (await shop.call('POST /auth/token', { body: { email, password: 'anything at all' } })).status,
    ).toBe(401);
    await expect(users.createUser({ name: 'Eve', email }, by(staff))).rejects.toMatchObject({
      code: Code.AlreadyExists,
    });
  });

  it('an order can be followed to its end', async () => {
    const { body: placed } = await customer.order([{ sku: 'espresso-cup', quantity: 2 }]);
    await customer.settled(placed.id);
    const listed = await orders.listOrders({ customerId: customer.id, limit: 1 }, by(customer));
    const { order } = await orders.getOrder({ id: placed.id }, by(staff));
    const { executions } = await orders.getSaga({ orderId: placed.id }, by(staff));
    const { reservation } = await inventory.getReservation({ orderId: placed.id }, by(staff));
    const { payment } = await payments.getPayment({ orderId: placed.id }, by(staff));
    const { balance } = await payments.getAccount({ customerId: customer.id }, by(customer));
    const { stock } = await inventory.getStock({ skus: ['espresso-cup', 'not-sold'] }, by(customer));

    expect(listed.orders.map(({ id }) => id)).toEqual([placed.id]);
    expect(order).toMatchObject({
      status: OrderStatus.CONFIRMED,
      total: { amount: 2_500n, currency: 'EUR' },
    });
    expect(executions).toMatchObject([{ name: placed.id, status: 'SUCCEEDED' }]);
    expect(reservation?.items).toMatchObject([{ sku: 'espresso-cup', quantity: 2 }]);
    expect([ReservationStatus.HELD, ReservationStatus.COMMITTED]).toContain(reservation?.status);
    expect(payment).toMatchObject({ status: PaymentStatus.CHARGED, amount: { amount: 2_500n } });
    expect(balance).toMatchObject({ amount: 7_500n, currency: 'EUR' });
    expect(stock.map(({ sku }) => sku)).toEqual(['espresso-cup']);
  });

  it.each([
    [
      "somebody else's orders",
      () => orders.listOrders({ customerId: staff.id }, by(customer)),
      Code.PermissionDenied,
    ],
    [
      "somebody else's account",
      () => payments.getAccount({ customerId: staff.id }, by(customer)),
      Code.PermissionDenied,
    ],
    ['a reservation', () => inventory.getReservation({ orderId: 'x' }, by(customer)), Code.PermissionDenied],
    ['a payment', () => payments.getPayment({ orderId: 'x' }, by(customer)), Code.PermissionDenied],
    ['a saga', () => orders.getSaga({ orderId: 'x' }, by(customer)), Code.PermissionDenied],
    ['an order that is not there', () => orders.getOrder({ id: 'x' }, by(customer)), Code.NotFound],
    ['the stock of nothing', () => inventory.getStock({}, by(customer)), Code.InvalidArgument],
    ['the stock of no sku', () => inventory.getStock({ skus: ['a b'] }, by(customer)), Code.InvalidArgument],
    [
      'too many orders',
      () => orders.listOrders({ customerId: customer.id, limit: 101 }, by(customer)),
      Code.InvalidArgument,
    ],
  ])('a customer is refused %s', async (_, call, code) => {
    await expect(call()).rejects.toMatchObject({ code });
  });
});

describe('over the wire', () => {
  const GET_USER = '/rpc/users.v1.UserService/GetUser';
  /** As curl does it: the headers that are written, and no others. */
  const post = (path: string, body: string, headers: Record<string, string>) =>
    new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }>(
      (resolve, reject) => {
        const request = plainRequest(`${api}${path}`, {
          method: 'POST',
          headers: { ...by(customer).headers, ...headers },
        });
        request.on('error', reject).on('response', async (response) => {
          const chunks: Buffer[] = [];
          for await (const chunk of response) chunks.push(chunk as Buffer);
          resolve({
            status: response.statusCode,
            headers: response.headers,
            body: Buffer.concat(chunks).toString(),
          });
        });
        request.end(body);
      },
    );
  const JSON_TYPE = { 'content-type': 'application/json' };

  it('plain JSON is enough', async () => {
    const { status, headers, body } = await post(GET_USER, `{"id":"${customer.id}"}`, JSON_TYPE);
    expect([status, headers['content-type']]).toEqual([200, 'application/json']);
    expect(JSON.parse(body)).toMatchObject({ id: customer.id, name: NAME });
  });

  it.each([
    ['gRPC over HTTP/2', GET_USER, 'application/grpc', 415, 'unimplemented'],
    ['a stream', GET_USER, 'application/connect+json', 415, 'unimplemented'],
    ['no such method', '/rpc/users.v1.UserService/DropAll', 'application/json', 501, 'unimplemented'],
    ['no JSON', GET_USER, 'application/json', 400, 'invalid_argument'],
  ])('%s is refused clearly', async (_, path, type, status, code) => {
    const answer = await post(path, '{', { 'content-type': type });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([status, { code, message: expect.any(String) }]);
  });

  it('no header makes a client a service', async () => {
    const names = ['x-caller', 'caller', 'x-amz-client-context', 'connect-caller', 'grpc-caller'];
    const headers = Object.fromEntries(names.map((name) => [name, '{"service":"gateway"}']));
    const answer = await post(GET_USER, `{"id":"${staff.id}"}`, { ...JSON_TYPE, ...headers });
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([404, 'not_found']);
  });

  it('HTTP endpoints still take and give JSON as it is', async () => {
    const { status, body } = await customer.call(`GET /users/${customer.id}`);
    expect([status, body]).toMatchObject([200, { name: NAME }]);
  });
});
