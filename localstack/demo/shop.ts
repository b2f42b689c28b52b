import { randomBytes, randomUUID } from 'node:crypto';
import { poll } from '../wait.ts';
import type { Api } from './api.ts';

/** Shapes of the contract, as far as they are shown. Amounts are integers in minor units. */
export interface Money {
  amount: number;
  currency: string;
}
export interface Product {
  sku: string;
  name: string;
  price: Money;
}
export interface Stock {
  sku: string;
  available: number;
  reserved: number;
}
export interface Order {
  id: string;
  status: 'PENDING' | 'CONFIRMED' | 'CANCELLED';
  total: Money;
  reason?: { code: string; message: string };
}

/** Somebody who buys: an account with a token. */
export interface Customer {
  name: string;
  email: string;
  password: string;
  token: string;
  currency: string;
}

/** Registers a customer with an address and a password of their own, and logs them in. */
export async function newCustomer(api: Api, name: string): Promise<Customer> {
  const email = `${name.toLowerCase()}.${randomBytes(4).toString('hex')}@example.com`;
  const password = randomBytes(12).toString('base64url');
  await api.post('/users', { body: { name, email, password } });
  const { accessToken: token } = await api.post<{ accessToken: string }>('/auth/token', {
    body: { email, password },
    expect: 200,
  });
  const { currency } = await balanceOf(api, { token });
  return { name, email, password, token, currency };
}

export async function balanceOf(api: Api, { token }: Pick<Customer, 'token'>): Promise<Money> {
  return (await api.get<{ balance: Money }>('/payments/account', { token })).balance;
}

export async function deposit(api: Api, { token, currency }: Customer, amount: number): Promise<void> {
  await api.post('/payments/deposits', { token, key: randomUUID(), body: { amount: { amount, currency } } });
}

/** The product with the most stock, and that stock. */
export async function bestStocked(api: Api): Promise<{ product: Product; stock: Stock }> {
  const { items } = await api.get<{ items: Product[] }>('/products');
  const stocked = await Promise.all(
    items.map(async (product) => ({ product, stock: await stockOf(api, product) })),
  );
  const best = stocked.sort((a, b) => b.stock.available - a.stock.available)[0];
  if (!best) throw new Error('the shop has no products');
  return best;
}

export function stockOf(api: Api, { sku }: Pick<Product, 'sku'>): Promise<Stock> {
  return api.get<Stock>(`/inventory/${encodeURIComponent(sku)}`);
}

export function placeOrder(
  api: Api,
  { token }: Customer,
  item: { sku: string; quantity: number },
): Promise<Order> {
  return api.post<Order>('/orders', { token, key: randomUUID(), body: { items: [item] } });
}

/** The order once it is no longer PENDING. @throws Error when that takes more than `timeoutMs`. */
export async function settled(api: Api, { token }: Customer, id: string, timeoutMs = 90_000): Promise<Order> {
  const order = await poll(
    async () => {
      const current = await api.get<Order>(`/orders/${id}`, { token });
      return current.status === 'PENDING' ? undefined : current;
    },
    { timeoutMs, everyMs: 200 },
  );
  if (!order) throw new Error(`order ${id} is still PENDING after ${timeoutMs / 1000} s`);
  return order;
}
