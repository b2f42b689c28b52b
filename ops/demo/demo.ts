import { SFNClient } from '@aws-sdk/client-sfn';
import { clientOptions } from '@serverless-orders/localstack';
import type { Order, Product, Stock } from '../../client/shop.ts';
import { executionArn } from '../../functions/orders/executions.ts';
import type { Report } from '../../packages/command-line/progress.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { endedRun, type Run } from '../executions/path.ts';
import { bodyOf } from '../shop-driver/answer.ts';
import { ShopDriver } from '../shop-driver/shop-driver.ts';
import type { ShopUser } from '../shop-driver/shop-user.ts';
import { type Claim, prove, readHoldings } from './proof.ts';

/** What `sst deploy` leaves in its outputs, as far as the demo needs it. */
export interface DemoOutputs {
  api: string;
  saga: string;
  /** The staff account of a local stage, as the body of a sign-in (JSON). */
  staff?: string;
}

/** @throws UserError when a deploy left anything else. */
export function demoOutputs({ api, saga, staff }: Record<string, unknown>): DemoOutputs {
  if (typeof api === 'string' && typeof saga === 'string')
    return { api, saga, ...(typeof staff === 'string' && { staff }) };
  throw new UserError('the outputs of the deploy lack api or saga', 'see what sst.config.ts returns');
}

export interface DemoOrder {
  /** What is shown by this order, in a few words. */
  title: string;
  customer: ShopUser;
  quantity: number;
  expected: Order['status'];
  order: Order;
  run: Run;
}

export interface DemoResult {
  product: Product;
  customers: ShopUser[];
  orders: DemoOrder[];
  claims: Claim[];
}

/** Units of the order that is confirmed, and of the one that is refused by the payment. */
const UNITS = 2;

/**
 * Places three orders by the public API: one that is confirmed, one that the customer cannot pay (its stock is given
 * back), one for more than there is. Waits until each has settled, and compares stock and money with what they were.
 */
export async function runDemo(options: {
  outputs: DemoOutputs;
  endpoint: string;
  report: Report;
}): Promise<DemoResult> {
  const { outputs, endpoint, report } = options;
  const shop = new ShopDriver(outputs.api);
  const client = new SFNClient(clientOptions(endpoint));
  report('registering two customers');
  const { product, stock } = await bestStocked(shop);
  const price = product.price.amount * UNITS;
  const [rich, poor] = await Promise.all([
    shop.customer(price * 3, 'Ada'),
    shop.customer(Math.max(1, price - 1), 'Ben'),
  ]);
  const before = await readHoldings(shop, product.sku, [rich, poor]);

  const place = async (
    plan: Pick<DemoOrder, 'title' | 'customer' | 'quantity' | 'expected'>,
  ): Promise<DemoOrder> => {
    report(plan.title);
    const placed = await plan.customer.order([{ sku: product.sku, quantity: plan.quantity }]);
    const { id } = bodyOf('POST /orders', placed);
    const order = await plan.customer.settled(id);
    return { ...plan, order, run: await endedRun(client, executionArn(outputs.saga, id)) };
  };
  const orders = [
    await place({ title: 'an order that goes well', customer: rich, quantity: UNITS, expected: 'CONFIRMED' }),
    await place({
      title: 'an order that cannot be paid',
      customer: poor,
      quantity: UNITS,
      expected: 'CANCELLED',
    }),
    await place({
      title: 'an order for more than there is',
      customer: rich,
      quantity: stock.available + 1,
      expected: 'CANCELLED',
    }),
  ];

  const after = await readHoldings(shop, product.sku, [rich, poor]);
  const claims = [
    ...orders.map(({ title, expected, order }) => ({
      text: `${title}: ${order.status}`,
      holds: order.status === expected,
    })),
    ...prove(
      before,
      after,
      orders.map(({ order, quantity, customer }) => ({ order, quantity, email: customer.credentials.email })),
    ),
  ];
  return { product, customers: [rich, poor], orders, claims };
}

/** The product with the most stock, and that stock. */
async function bestStocked(shop: ShopDriver): Promise<{ product: Product; stock: Stock }> {
  const { data } = await shop.client.listProducts({ throwOnError: true });
  const stocked = await Promise.all(
    data.items.map(async (product) => ({ product, stock: await shop.stock(product.sku) })),
  );
  const best = stocked.sort((a, b) => b.stock.available - a.stock.available)[0];
  if (!best) throw new Error('the shop has no products');
  return best;
}
