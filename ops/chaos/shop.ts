import { randomBytes, randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { decodeJwt } from 'jose';
import { connect, type Order, type Shop } from '../../client/shop.ts';
import { KnownProducts } from '../../functions/orders/known-products.ts';
import { Table } from '../../functions/platform/table.ts';
import { clientOptions } from '../../localstack/engine/credentials.ts';
import { Faults } from '../../localstack/faults/faults.ts';
import { poll } from '../../packages/command-line/wait.ts';
import { CURRENCY } from '../../stacks/settings.ts';
import { StageTable } from '../commands/stage-table.ts';
import { type Item, type ShopItems, type StageRows, shopRows } from '../ledger/rows.ts';
import { again } from './again.ts';

/** What a deploy gives out, as far as it is used here. */
export interface ChaosOutputs {
  api: string;
  saga: string;
  undo: string;
  staff: string;
  tables: Record<keyof ShopItems, string>;
}

/** Somebody who buys. */
export interface Buyer {
  id: string;
  shop: Shop;
}

/** A read of the tables serves everybody who asks within this time (ms): the engine has other work to do. */
const FRESH_MS = 1_000;
/** How long a client goes on asking for the same thing (ms): as long as a load may take. */
const PATIENCE_MS = 12 * 60_000;

/** A deployed shop with the doors that a campaign needs: the API for customers and staff, the tables, the faults. */
export class ChaosShop {
  readonly faults: Faults;
  readonly outputs: ChaosOutputs;
  readonly #config: object;
  readonly #tables: Record<keyof ShopItems, StageTable>;
  readonly #known: KnownProducts;
  readonly #sfn: SFNClient;
  #staff: Promise<Buyer> | undefined;
  #snapshot: { at: number; tables: Promise<ShopItems> } | undefined;

  constructor({ endpoint, outputs }: { endpoint: string; outputs: ChaosOutputs }) {
    this.faults = new Faults(endpoint);
    this.outputs = outputs;
    this.#config = clientOptions(endpoint);
    const client = new DynamoDBClient(this.#config);
    const table = (service: keyof ShopItems) => new StageTable(outputs.tables[service], client);
    this.#tables = { orders: table('orders'), inventory: table('inventory'), payments: table('payments') };
    this.#known = new KnownProducts(new Table(outputs.tables.orders, client));
    this.#sfn = new SFNClient(this.#config);
  }

  /**
   * Puts a new product into the shop, with so many units in the warehouse, and waits until orders has heard of it by its
   * event.
   */
  async addProduct(sku: string, { price, onHand }: { price: number; onHand: number }): Promise<void> {
    this.#staff ??= this.#signIn(JSON.parse(this.outputs.staff) as { email: string; password: string });
    const { shop: staff } = await this.#staff;
    const money = { amount: price, currency: CURRENCY };
    const path = { sku };
    await patiently('PUT /products', () => staff.putProduct({ path, body: { name: sku, price: money } }));
    await patiently('PUT /inventory', () => staff.putInventory({ path, body: { onHand, lowAt: 0 } }));
    const isKnown = async () => (await this.#known.find([sku])).length > 0;
    if (!(await poll(isKnown, { timeoutMs: PATIENCE_MS, everyMs: 300 })))
      throw new Error(`orders has not heard of ${sku}`);
  }

  /** Registers somebody with so much money, in minor units. */
  async addBuyer(funds: number): Promise<Buyer> {
    const email = `chaos.${randomBytes(6).toString('hex')}@example.com`;
    const password = randomBytes(12).toString('base64url');
    const door = connect({ api: this.outputs.api });
    // A conflict: the account is there, and the answer that said so was lost.
    await patiently('POST /users', async () => {
      const answer = await door.registerUser({ body: { name: 'Chaos', email, password } });
      return answer.response?.status === 409 ? { response: new Response() } : answer;
    });
    const { shop, id } = await this.#signIn({ email, password });
    const headers = { 'Idempotency-Key': randomUUID() };
    const body = { amount: { amount: funds, currency: CURRENCY } };
    await patiently('POST /payments/deposits', () => shop.postDeposit({ headers, body }), [409]);
    return { id, shop };
  }

  /**
   * Orders as a good client does: whatever goes wrong on the way, the same request is made again by the same key.
   *
   * @throws Error with the last answer when nothing helps.
   */
  async place({ shop }: Buyer, sku: string, quantity: number): Promise<Order> {
    const headers = { 'Idempotency-Key': randomUUID() };
    const body = { items: [{ sku, quantity }] };
    return patiently('POST /orders', () => shop.placeOrder({ headers, body }), [409]);
  }

  /** Whether an execution has come to an end: the saga's is called after the order. */
  async hasEnded(name: string, stateMachine = this.outputs.saga): Promise<boolean> {
    const executionArn = `${stateMachine.replace(':stateMachine:', ':execution:')}:${name}`;
    try {
      return (await this.#sfn.send(new DescribeExecutionCommand({ executionArn }))).status !== 'RUNNING';
    } catch (thrown) {
      if (thrown instanceof Error && thrown.name === 'ExecutionDoesNotExist') return false;
      throw thrown;
    }
  }

  /** What stands in the tables: `maxAgeMs` old at most, 0 for now. */
  async read(maxAgeMs = FRESH_MS): Promise<{ rows: StageRows; inventory: Item[] }> {
    if (!this.#snapshot || Date.now() - this.#snapshot.at > maxAgeMs)
      this.#snapshot = { at: Date.now(), tables: this.#scan() };
    const tables = await this.#snapshot.tables;
    return { rows: shopRows(tables), inventory: tables.inventory };
  }

  async #scan(): Promise<ShopItems> {
    const [orders, inventory, payments] = await Promise.all([
      this.#tables.orders.scan(),
      this.#tables.inventory.scan(),
      this.#tables.payments.scan(),
    ]);
    return { orders, inventory, payments };
  }

  async #signIn(body: { email: string; password: string }): Promise<Buyer> {
    const { api } = this.outputs;
    const { accessToken } = await patiently('POST /auth/token', () => connect({ api }).createToken({ body }));
    return { id: decodeJwt(accessToken).sub!, shop: connect({ api, token: accessToken }) };
  }
}

const patiently = <T>(what: string, call: Parameters<typeof again<T>>[1], passing?: number[]) =>
  again(what, call, { timeoutMs: PATIENCE_MS, passing });
