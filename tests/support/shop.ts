import { randomUUID } from 'node:crypto';
import { decodeJwt } from 'jose';
import { until } from './engine.ts';

export interface Money {
  amount: number;
  currency: string;
}

export interface Order {
  id: string;
  status: 'PENDING' | 'CONFIRMED' | 'CANCELLED';
  items: { sku: string; quantity: number; unitPrice: Money }[];
  total: Money;
  createdAt: string;
  reason?: { code: string; message: string };
  attention?: boolean;
  cancelling?: boolean;
}

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

/** The shop from the outside, as any client has it: HTTP and nothing else. */
export class Shop {
  readonly #api: string;

  constructor(api: string) {
    this.#api = api;
  }

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
    const { body: user } = await this.call<{ id: string }>('POST /users', {
      body: { name: 'Ada', ...credentials },
    });
    const { body: tokens } = await this.call<{ accessToken: string }>('POST /auth/token', {
      body: credentials,
    });
    const customer = new Customer(this, user.id, tokens.accessToken);
    if (funds > 0) await customer.deposit(funds);
    return customer;
  }

  /** Signs in with the staff account of the deployment; `credentials` is `staff` of its outputs. */
  async staff(credentials: string): Promise<Customer> {
    const { body } = await this.call<{ accessToken: string }>('POST /auth/token', { body: credentials });
    return new Customer(this, decodeJwt(body.accessToken).sub!, body.accessToken);
  }

  async stock(sku: string): Promise<{ available: number; reserved: number }> {
    return (await this.call<{ available: number; reserved: number }>(`GET /inventory/${sku}`)).body;
  }
}

/** Somebody who is signed in. */
export class Customer {
  readonly #shop: Shop;
  readonly id: string;
  readonly token: string;

  constructor(shop: Shop, id: string, token: string) {
    this.#shop = shop;
    this.id = id;
    this.token = token;
  }

  call<T = Record<string, unknown>>(route: string, call: Call = {}): Promise<Answer<T>> {
    return this.#shop.call<T>(route, { token: this.token, ...call });
  }

  deposit(amount: number, key: string = randomUUID()) {
    return this.call('POST /payments/deposits', { key, body: { amount: { amount, currency: 'EUR' } } });
  }

  async balance(): Promise<number> {
    return (await this.call<{ balance: Money }>('GET /payments/account')).body.balance.amount;
  }

  order(items: { sku: string; quantity: number }[], key: string = randomUUID()): Promise<Answer<Order>> {
    return this.call<Order>('POST /orders', { key, body: { items } });
  }

  cancel(id: string): Promise<Answer<Order>> {
    return this.call<Order>(`POST /orders/${id}/cancel`);
  }

  /** Waits until the saga has settled the order. */
  settled(id: string, timeoutMs = 60_000): Promise<Order> {
    return until(
      async () => {
        const { body } = await this.call<Order>(`GET /orders/${id}`);
        return body.status === 'PENDING' ? undefined : body;
      },
      { timeoutMs, what: `order ${id} to be settled` },
    );
  }
}
