import { randomUUID } from 'node:crypto';
import type { Order, Shop } from '../../client/shop.ts';
import { poll } from '../../packages/command-line/wait.ts';
import { CURRENCY } from '../../stacks/settings.ts';
import { type Answer, answerOf, bodyOf } from './answer.ts';
import { retry, WHILE_FAILING } from './retry.ts';
import type { Call, Credentials, ShopDriver } from './shop-driver.ts';

/** Somebody who is signed in: a customer, staff, or somebody on call. */
export class ShopUser {
  readonly id: string;
  readonly token: string;
  readonly credentials: Credentials;
  /** The generated client, by this user. */
  readonly client: Shop;
  readonly #shop: ShopDriver;

  constructor(shop: ShopDriver, account: Pick<ShopUser, 'id' | 'token' | 'credentials'>) {
    this.#shop = shop;
    this.id = account.id;
    this.token = account.token;
    this.credentials = account.credentials;
    this.client = shop.clientOf(account.token);
  }

  /** A call as it is written, by this user unless it says by whom. */
  call<T = Record<string, unknown>>(route: string, call: Call = {}): Promise<Answer<T>> {
    return this.#shop.call<T>(route, { token: this.token, ...call });
  }

  /** Pays in, in minor units of the shop's currency. */
  deposit(amount: number, key: string = randomUUID()) {
    const headers = { 'Idempotency-Key': key };
    const body = { amount: { amount, currency: CURRENCY } };
    return this.#keyed(async () => answerOf(await this.client.postDeposit({ headers, body })));
  }

  /** In minor units. */
  async balance(): Promise<number> {
    return (await this.client.getAccount({ throwOnError: true })).data.balance.amount;
  }

  order(items: { sku: string; quantity: number }[], key: string = randomUUID()): Promise<Answer<Order>> {
    const headers = { 'Idempotency-Key': key };
    return this.#keyed(async () => answerOf(await this.client.placeOrder({ headers, body: { items } })));
  }

  cancel(id: string): Promise<Answer<Order>> {
    return retry(async () => answerOf(await this.client.cancelOrder({ path: { id } })), this.#shop.retry);
  }

  /**
   * Waits until the saga has settled the order. What fails meanwhile counts as not yet.
   *
   * @throws Error when the order is refused to this user, or is still PENDING when `timeoutMs` is over (2 minutes: a loaded
   * machine may take them for what takes seconds).
   */
  async settled(id: string, timeoutMs = 120_000): Promise<Order> {
    const read = async () => answerOf(await this.client.getOrder({ path: { id } }));
    const order = await poll(
      async () => {
        const now = bodyOf('GET /orders/{id}', await retry(read, { ...WHILE_FAILING, timeoutMs }));
        return now.status !== 'PENDING' && now;
      },
      { timeoutMs, everyMs: 100, slowing: true },
    );
    if (!order) throw new Error(`order ${id} is still PENDING after ${timeoutMs / 1000} s`);
    return order;
  }

  /** With a key the shop answers 409 while the request before this one is not through yet. */
  #keyed<T>(call: () => Promise<Answer<T>>): Promise<Answer<T>> {
    const { retry: policy } = this.#shop;
    const isTransient = (status: number) => policy.isTransient(status) || status === 409;
    return retry(call, policy.timeoutMs > 0 ? { ...policy, isTransient } : policy);
  }
}
