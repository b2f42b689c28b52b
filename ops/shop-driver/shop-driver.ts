import { randomBytes } from 'node:crypto';
import { decodeJwt } from 'jose';
import { connect, type Shop, type Stock } from '../../client/shop.ts';
import { type Answer, answerOf, bodyOf } from './answer.ts';
import { NEVER, type RetryPolicy, retry } from './retry.ts';
import { ShopUser } from './shop-user.ts';

export interface Credentials {
  email: string;
  password: string;
}

/** A request as it is written. */
export interface Call {
  token?: string;
  /** A text is sent as it is, all else as JSON. */
  body?: unknown;
  /** The Idempotency-Key. */
  key?: string;
  headers?: Record<string, string>;
}

/**
 * Drives a shop from the outside, as any client does: HTTP and nothing else. For the demo, chaos, load and tests.
 *
 * @example
 * const shop = new ShopDriver(outputs.api);
 * const ada = await shop.customer(10_000);
 * const { body: order } = await ada.order([{ sku: 'espresso-cup', quantity: 2 }]);
 * await ada.settled(order.id);
 */
export class ShopDriver {
  /** The generated client, by nobody in particular. */
  readonly client: Shop;
  readonly retry: RetryPolicy;
  readonly #api: string;

  /** @param retry what is asked for again; nothing unless told, so that every answer is seen. */
  constructor(api: string, { retry: policy = NEVER }: { retry?: RetryPolicy } = {}) {
    this.#api = api;
    this.retry = policy;
    this.client = connect({ api });
  }

  /** The generated client, by the holder of a token. */
  clientOf(token: string): Shop {
    return connect({ api: this.#api, token });
  }

  /** A call as it is written, also one that the client would not let through. It is made once. */
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
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text ? JSON.parse(text) : undefined) as T,
      headers: response.headers,
    };
  }

  /**
   * Registers somebody new and signs them in.
   *
   * @param funds what is paid into their account, in minor units.
   * @param email an address of nobody's, unless told.
   */
  async customer(
    funds = 0,
    name = 'Ada',
    email = `${name.toLowerCase()}.${randomBytes(8).toString('hex')}@example.com`,
  ): Promise<ShopUser> {
    const credentials = { email, password: randomBytes(12).toString('base64url') };
    const register = () => this.client.registerUser({ body: { name, ...credentials } });
    const registered = await retry(async () => answerOf(await register()), this.retry);
    // Nobody else has this address: the account is there, and the answer that said so was lost.
    if (registered.status !== 409) bodyOf('POST /users', registered);
    const customer = await this.signIn(credentials);
    if (funds > 0) bodyOf('POST /payments/deposits', await customer.deposit(funds));
    return customer;
  }

  async signIn(credentials: Credentials): Promise<ShopUser> {
    const signIn = () => this.client.createToken({ body: credentials });
    const answer = await retry(async () => answerOf(await signIn()), this.retry);
    const { accessToken: token } = bodyOf('POST /auth/token', answer);
    return new ShopUser(this, { id: decodeJwt(token).sub!, token, credentials });
  }

  /** Signs in with the staff account of a deployment: `staff` of its outputs, in JSON. */
  staff(credentials: string): Promise<ShopUser> {
    return this.signIn(JSON.parse(credentials) as Credentials);
  }

  /** Somebody on call: made so by staff, who sign in as above. */
  async oncall(credentials: string): Promise<ShopUser> {
    const [staff, user] = await Promise.all([this.staff(credentials), this.customer(0, 'Grace')]);
    const body = { roles: ['oncall' as const] };
    await staff.client.putRoles({ path: { id: user.id }, body, throwOnError: true });
    // The roles are in the token.
    return this.signIn(user.credentials);
  }

  async stock(sku: string): Promise<Stock> {
    return (await this.client.getInventory({ path: { sku }, throwOnError: true })).data;
  }
}
