import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SFNClient } from '@aws-sdk/client-sfn';
import { clientOptions, Faults } from '@serverless-orders/localstack';
import type { Order } from '../../client/shop.ts';
import { executionArn } from '../../functions/orders/executions.ts';
import { ProductProjectionRepository } from '../../functions/orders/product-projection-repository.ts';
import { Table } from '../../functions/platform/table.ts';
import { poll } from '../../packages/command-line/wait.ts';
import { CURRENCY } from '../../stacks/settings.ts';
import { hasEnded } from '../executions/history.ts';
import { endedRun, type Visit } from '../executions/path.ts';
import { type Item, type ShopItems, type StageRows, shopRows } from '../ledger/rows.ts';
import { answerOf, bodyOf } from '../shop-driver/answer.ts';
import { retry, WHILE_FAILING } from '../shop-driver/retry.ts';
import { ShopDriver } from '../shop-driver/shop-driver.ts';
import type { ShopUser } from '../shop-driver/shop-user.ts';
import { StageTable } from '../stage/table.ts';

/** What a deploy gives out, as far as it is used here. */
export interface ChaosOutputs {
  api: string;
  saga: string;
  undo: string;
  staff: string;
  tables: Record<keyof ShopItems, string>;
}

/** How long a saga may take that is retried for good (ms). */
const ENDS_WITHIN_MS = 120_000;
/** A read of the tables serves everybody who asks within this time (ms): the engine has other work to do. */
const FRESH_MS = 2_000;

/** A deployed shop with the entries that a campaign needs: the API for customers and staff, the tables, the faults. */
export class ChaosShop {
  readonly faults: Faults;
  readonly outputs: ChaosOutputs;
  readonly #config: object;
  readonly #tables: Record<keyof ShopItems, StageTable>;
  readonly #known: ProductProjectionRepository;
  readonly #sfn: SFNClient;
  readonly #shop: ShopDriver;
  #staff: Promise<ShopUser> | undefined;
  #earlier: Promise<ReadonlySet<string>> | undefined;
  #snapshot: { at: number; tables: Promise<ShopItems> } | undefined;

  constructor({ endpoint, outputs }: { endpoint: string; outputs: ChaosOutputs }) {
    this.faults = new Faults(endpoint);
    this.outputs = outputs;
    this.#shop = new ShopDriver(outputs.api, { retry: WHILE_FAILING });
    this.#config = clientOptions(endpoint);
    const client = new DynamoDBClient(this.#config);
    const table = (service: keyof ShopItems) => new StageTable(outputs.tables[service], client);
    this.#tables = { orders: table('orders'), inventory: table('inventory'), payments: table('payments') };
    this.#known = new ProductProjectionRepository(new Table(outputs.tables.orders, client));
    this.#sfn = new SFNClient(this.#config);
  }

  /**
   * Puts a new product into the shop, with so many units in the warehouse, and waits until orders has heard of it by its
   * event.
   */
  async addProduct(sku: string, { price, onHand }: { price: number; onHand: number }): Promise<void> {
    this.#staff ??= this.#shop.staff(this.outputs.staff);
    const { client } = await this.#staff;
    const path = { sku };
    const product = { name: sku, price: { amount: price, currency: CURRENCY } };
    const put = async () => answerOf(await client.putProduct({ path, body: product }));
    const stock = async () => answerOf(await client.putInventory({ path, body: { onHand, lowAt: 0 } }));
    bodyOf('PUT /products', await retry(put, WHILE_FAILING));
    bodyOf('PUT /inventory', await retry(stock, WHILE_FAILING));
    const isKnown = async () => (await this.#known.find([sku])).length > 0;
    if (!(await poll(isKnown, { timeoutMs: WHILE_FAILING.timeoutMs, everyMs: 300 })))
      throw new Error(`orders has not heard of ${sku}`);
  }

  /** Registers somebody with so much money, in minor units. */
  addBuyer(funds: number): Promise<ShopUser> {
    return this.#shop.customer(funds, 'Chaos');
  }

  /**
   * Orders as a good client does: whatever goes wrong on the way, the same request is made again by the same key.
   *
   * @throws Error with the last answer when nothing helps.
   */
  async place(buyer: ShopUser, sku: string, quantity: number): Promise<Order> {
    return bodyOf('POST /orders', await buyer.order([{ sku, quantity }]));
  }

  /** Whether an execution has come to an end: the saga's is called after the order. */
  hasEnded(name: string, stateMachine = this.outputs.saga): Promise<boolean> {
    return hasEnded(this.#sfn, executionArn(stateMachine, name));
  }

  /** The states that an execution went through, once it has ended. */
  async path(name: string, stateMachine = this.outputs.saga): Promise<Visit[]> {
    return (await endedRun(this.#sfn, executionArn(stateMachine, name), ENDS_WITHIN_MS)).path;
  }

  /** What stands in the tables: `maxAgeMs` old at most, 0 for now. */
  async read(maxAgeMs = FRESH_MS): Promise<{ rows: StageRows; inventory: Item[] }> {
    if (!this.#snapshot || Date.now() - this.#snapshot.at > maxAgeMs)
      this.#snapshot = { at: Date.now(), tables: this.#scan() };
    const tables = await this.#snapshot.tables;
    return { rows: shopRows(tables), inventory: tables.inventory };
  }

  /**
   * Orders that reservations or charges were of when this was first asked: what a test or a person did to the shop before is
   * not judged. Ask before the first order.
   */
  earlier(): Promise<ReadonlySet<string>> {
    this.#earlier ??= this.read(0).then(
      ({ rows }) =>
        new Set([...rows.reservations, ...rows.transactions].flatMap(({ orderId }) => orderId ?? [])),
    );
    return this.#earlier;
  }

  async #scan(): Promise<ShopItems> {
    const [orders, inventory, payments] = await Promise.all([
      this.#tables.orders.scan(),
      this.#tables.inventory.scan(),
      this.#tables.payments.scan(),
    ]);
    return { orders, inventory, payments };
  }
}
