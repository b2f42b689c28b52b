import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { type Shop as Client, connect, type Order } from '../../client/shop.ts';
import { until } from './engine.ts';

export type { Money, Order } from '../../client/shop.ts';

export interface Answer<T = Record<string, unknown>> {
  status: number;
  body: T;
  headers: Headers;
}

interface Call {
  token?: string;
  body?: unknown;
  key?: string;
  headers?: Record<string, string>;
}

/** What the client gave, as an answer. @example answerOf(await shop.client.getProduct({ path: { sku } })) */
export const answerOf = <T>({
  data,
  error,
  response,
}: {
  data?: T;
  error?: unknown;
  response?: Response;
}): Answer<T> => {
  if (!response) throw error;
  return { status: response.status, body: (data ?? error) as T, headers: response.headers };
};

/** The shop from the outside, as any client has it: HTTP and nothing else. */
export class Shop {
  /** The generated client, by nobody in particular. */
  readonly client: Client;
  readonly #api: string;

  constructor(api: string) {
    this.#api = api;
    this.client = connect({ api });
  }

  /** The generated client, by the holder of a token. */
  clientOf(token: string): Client {
    return connect({ api: this.#api, token });
  }

  /** A call as it is written, also one that the client would not let through. */
  async call<T = Record<string, unknown>>(
    route: string,
    { token, body, key, headers }: Call = {},
  ): Promise<Answer<T>> {
    const [method, path] = route.split(' ');
    const response = await fetch(`${this.#api}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(key && { 'idempotency-key': key }),
        ...headers,
      },
      body: body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text ? JSON.parse(text) : undefined) as T,
      headers: response.headers,
    };
  }

  /** Registers somebody new and signs them in. */
  async customer(funds = 0): Promise<Customer> {
    const credentials = { email: `${randomUUID()}@example.com`, password: randomUUID() };
    const { data: user } = await this.client.registerUser({
      body: { name: 'Ada', ...credentials },
      throwOnError: true,
    });
    const { data: tokens } = await this.client.createToken({ body: credentials, throwOnError: true });
    const customer = new Customer(this, user.id, tokens.accessToken);
    if (funds > 0) await customer.deposit(funds);
    return customer;
  }

  /** Signs in with the staff account of the deployment; `credentials` is `staff` of its outputs. */
  async staff(credentials: string): Promise<Customer> {
    const { body } = await this.call<{ accessToken: string }>('POST /auth/token', { body: credentials });
    return new Customer(this, decodeJwt(body.accessToken).sub!, body.accessToken);
  }

  /** Somebody on call: made so by staff; `credentials` is `staff` of the outputs. */
  async oncall(credentials: string): Promise<Customer> {
    const signIn = { email: `${randomUUID()}@example.com`, password: randomUUID() };
    const { data: user } = await this.client.registerUser({
      body: { name: 'Grace', ...signIn },
      throwOnError: true,
    });
    const staff = await this.staff(credentials);
    const body = { roles: ['oncall' as const] };
    await staff.client.putRoles({ path: { id: user.id }, body, throwOnError: true });
    const { data: tokens } = await this.client.createToken({ body: signIn, throwOnError: true });
    return new Customer(this, user.id, tokens.accessToken);
  }

  async stock(sku: string): Promise<{ available: number; reserved: number }> {
    return (await this.client.getInventory({ path: { sku }, throwOnError: true })).data;
  }
}

/** Somebody who is signed in. */
export class Customer {
  /** The generated client, by this customer. */
  readonly client: Client;
  readonly id: string;
  readonly token: string;
  readonly #shop: Shop;

  constructor(shop: Shop, id: string, token: string) {
    this.#shop = shop;
    this.client = shop.clientOf(token);
    this.id = id;
    this.token = token;
  }

  call<T = Record<string, unknown>>(route: string, call: Call = {}): Promise<Answer<T>> {
    return this.#shop.call<T>(route, { token: this.token, ...call });
  }

  async deposit(amount: number, key: string = randomUUID()) {
    const body = { amount: { amount, currency: 'EUR' } };
    return answerOf(await this.client.postDeposit({ headers: { 'Idempotency-Key': key }, body }));
  }

  async balance(): Promise<number> {
    return (await this.client.getAccount({ throwOnError: true })).data.balance.amount;
  }

  async order(
    items: { sku: string; quantity: number }[],
    key: string = randomUUID(),
  ): Promise<Answer<Order>> {
    return answerOf(await this.client.placeOrder({ headers: { 'Idempotency-Key': key }, body: { items } }));
  }

  async cancel(id: string): Promise<Answer<Order>> {
    return answerOf(await this.client.cancelOrder({ path: { id } }));
  }

  /** Waits until the saga has settled the order. */
  settled(id: string): Promise<Order> {
    return until(
      async () => {
        const { data } = await this.client.getOrder({ path: { id }, throwOnError: true });
        return data.status === 'PENDING' ? undefined : data;
      },
      { what: `order ${id} to be settled` },
    );
  }
}
