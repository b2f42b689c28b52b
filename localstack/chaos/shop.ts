import { randomBytes, randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DescribeExecutionCommand, SFNClient } from '@aws-sdk/client-sfn';
import { connect, type Order, type Shop } from '../../client/shop.ts';
import { Table } from '../../functions/kit/table.ts';
import { KnownProducts } from '../../functions/orders/known-products.ts';
import { CURRENCY } from '../../stacks/settings.ts';
import { type BookTables, booksOf, type Item } from '../books/read.ts';
import { StageTable } from '../commands/stage-table.ts';
import { Faults } from '../faults/faults.ts';
import { pause, poll } from '../wait.ts';

/** What a deploy gives out, as far as it is used here. */
export interface ChaosOutputs {
  api: string;
  saga: string;
  undo: string;
  staff: string;
  tables: Record<keyof BookTables, string>;
}

/** Somebody who buys. */
export interface Buyer {
  id: string;
  shop: Shop;
}

/** A read of the tables serves everybody who asks within this time (ms): the engine has other work to do. */
const FRESH_MS = 1_000;
/** How long a client goes on asking for the same thing (ms). */
const PATIENCE_MS = 180_000;

/** A deployed shop with the doors that a campaign needs: the API for customers and staff, the tables, the faults. */
export class ChaosShop {
  readonly faults: Faults;
  readonly outputs: ChaosOutputs;
  readonly #config: object;
  readonly #tables: Record<keyof BookTables, StageTable>;
  readonly #known: KnownProducts;
  readonly #sfn: SFNClient;
  #staff: Promise<Shop> | undefined;
  #snapshot: { at: number; tables: Promise<BookTables> } | undefined;

  constructor({ endpoint, outputs }: { endpoint: string; outputs: ChaosOutputs }) {
    this.faults = new Faults(endpoint);
    this.outputs = outputs;
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    this.#config = { endpoint, region: 'us-east-1', credentials };
    const client = new DynamoDBClient(this.#config);
    const table = (service: keyof BookTables) => new StageTable(outputs.tables[service], client);
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
    const staff = await this.#staff;
    const money = { amount: price, currency: CURRENCY };
    await staff.putProduct({ path: { sku }, body: { name: sku, price: money }, throwOnError: true });
    await staff.putInventory({ path: { sku }, body: { onHand, lowAt: 0 }, throwOnError: true });
    const isKnown = async () => (await this.#known.find([sku])).length > 0;
    if (!(await poll(isKnown, { timeoutMs: PATIENCE_MS, everyMs: 300 })))
      throw new Error(`orders has not heard of ${sku}`);
  }

  /** Registers somebody with so much money, in minor units. */
  async addBuyer(funds: number): Promise<Buyer> {
    const email = `chaos.${randomBytes(6).toString('hex')}@example.com`;
    const password = randomBytes(12).toString('base64url');
    const door = connect({ api: this.outputs.api });
    const { data } = await door.registerUser({
      body: { name: 'Chaos', email, password },
      throwOnError: true,
    });
    const shop = await this.#signIn({ email, password });
    const body = { amount: { amount: funds, currency: CURRENCY } };
    await shop.postDeposit({ headers: { 'Idempotency-Key': randomUUID() }, body, throwOnError: true });
    return { id: data.id, shop };
  }

  /**
   * Orders as a good client does: whatever goes wrong on the way, the same request is made again by the same key.
   *
   * @throws Error with the last answer when nothing helps.
   */
  async place({ shop }: Buyer, sku: string, quantity: number): Promise<Order> {
    const headers = { 'Idempotency-Key': randomUUID() };
    const end = Date.now() + PATIENCE_MS;
    for (;;) {
      const answer = await shop.placeOrder({ headers, body: { items: [{ sku, quantity }] } });
      if (answer.data) return answer.data;
      const status = answer.response?.status ?? 0;
      const isPassing = status === 0 || status === 409 || status === 429 || status >= 500;
      if (!isPassing || Date.now() > end)
        throw new Error(`POST /orders answered ${status}: ${JSON.stringify(answer.error)}`);
      await pause(300);
    }
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
  async read(maxAgeMs = FRESH_MS): Promise<{ books: ReturnType<typeof booksOf>; inventory: Item[] }> {
    if (!this.#snapshot || Date.now() - this.#snapshot.at > maxAgeMs)
      this.#snapshot = { at: Date.now(), tables: this.#scan() };
    const tables = await this.#snapshot.tables;
    return { books: booksOf(tables), inventory: tables.inventory };
  }

  async #scan(): Promise<BookTables> {
    const [orders, inventory, payments] = await Promise.all([
      this.#tables.orders.scan(),
      this.#tables.inventory.scan(),
      this.#tables.payments.scan(),
    ]);
    return { orders, inventory, payments };
  }

  async #signIn(body: { email: string; password: string }): Promise<Shop> {
    const { api } = this.outputs;
    const { data } = await connect({ api }).createToken({ body, throwOnError: true });
    return connect({ api, token: data.accessToken });
  }
}
