import { randomBytes, randomUUID } from 'node:crypto';
import { connect, type Money, type Order, type Product, type Shop, type Stock } from '../../client/shop.ts';
import { poll } from '../../packages/command-line/wait.ts';

export type { Order, Product } from '../../client/shop.ts';

/** Somebody who buys: an account, and the shop as they are signed in there. */
export interface Customer {
  name: string;
  email: string;
  password: string;
  shop: Shop;
  currency: string;
}

/** Registers a customer with an address and a password of their own, and logs them in. */
export async function newCustomer(api: string, name: string): Promise<Customer> {
  const email = `${name.toLowerCase()}.${randomBytes(4).toString('hex')}@example.com`;
  const password = randomBytes(12).toString('base64url');
  const door = connect({ api });
  await door.registerUser({ body: { name, email, password }, throwOnError: true });
  const { data: tokens } = await door.createToken({ body: { email, password }, throwOnError: true });
  const shop = connect({ api, token: tokens.accessToken });
  return { name, email, password, shop, currency: (await balanceOf({ shop })).currency };
}

export async function balanceOf({ shop }: Pick<Customer, 'shop'>): Promise<Money> {
  return (await shop.getAccount({ throwOnError: true })).data.balance;
}

export async function deposit({ shop, currency }: Customer, amount: number): Promise<void> {
  const body = { amount: { amount, currency } };
  await shop.postDeposit({ headers: key(), body, throwOnError: true });
}

/** The product with the most stock, and that stock. */
export async function bestStocked(shop: Shop): Promise<{ product: Product; stock: Stock }> {
  const { data } = await shop.listProducts({ throwOnError: true });
  const stocked = await Promise.all(
    data.items.map(async (product) => ({ product, stock: await stockOf(shop, product) })),
  );
  const best = stocked.sort((a, b) => b.stock.available - a.stock.available)[0];
  if (!best) throw new Error('the shop has no products');
  return best;
}

export async function stockOf(shop: Shop, { sku }: Pick<Product, 'sku'>): Promise<Stock> {
  return (await shop.getInventory({ path: { sku }, throwOnError: true })).data;
}

export async function placeOrder(
  { shop }: Customer,
  item: { sku: string; quantity: number },
): Promise<Order> {
  return (await shop.placeOrder({ headers: key(), body: { items: [item] }, throwOnError: true })).data;
}

/** The order once it is no longer PENDING. @throws Error when that takes more than `timeoutMs`. */
export async function settled({ shop }: Customer, id: string, timeoutMs = 90_000): Promise<Order> {
  const order = await poll(
    async () => {
      const { data: current } = await shop.getOrder({ path: { id }, throwOnError: true });
      return current.status === 'PENDING' ? undefined : current;
    },
    { timeoutMs, everyMs: 200 },
  );
  if (!order) throw new Error(`order ${id} is still PENDING after ${timeoutMs / 1000} s`);
  return order;
}

/** A request that is made once. */
const key = () => ({ 'Idempotency-Key': randomUUID() });
