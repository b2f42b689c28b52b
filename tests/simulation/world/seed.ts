import { marshall } from '@aws-sdk/util-dynamodb';
import { DEFAULT_PREFERENCES } from '../../../functions/contracts/preferences.ts';
import { bookTransaction, credit, type Transaction } from '../../../functions/payments/ledger.ts';
import { Table } from '../../../functions/platform/table.ts';
import type { World } from './world.ts';

/** Below so many available units stock is low: low enough for one order to cross it, or two at once. */
const LOW_STOCK = 3;

type Products = Record<string, { onHand: number; price: number }>;

/** Fills the tables of a new world: products and stock, and customers with an address and an opening deposit. */
export function seedWorld(world: World, products: Products, balances: number[]): void {
  for (const [sku, { onHand, price }] of Object.entries(products)) {
    put(world, 'orders', {
      pk: `PRODUCT#${sku}`,
      sk: 'PRODUCT',
      sku,
      price: { amount: price, currency: 'EUR' },
    });
    const stock = {
      sku,
      available: onHand,
      reserved: 0,
      headroom: Math.max(0, onHand - LOW_STOCK),
      version: 1,
    };
    put(world, 'inventory', { pk: `STOCK#${sku}`, sk: 'STOCK', ...stock });
  }
  for (const [index, balance] of balances.entries()) {
    const customerId = `c${index}`;
    const [contact, sequences] = [
      { name: customerId, email: `${customerId}@example.com`, preferences: DEFAULT_PREFERENCES },
      { addressSequence: 1, preferencesSequence: 1 },
    ];
    put(world, 'notifications', { pk: `USER#${customerId}`, sk: 'CONTACT', ...contact, ...sequences });
    if (balance > 0) deposit(world, customerId, balance);
  }
}

function put(world: World, service: string, item: Record<string, unknown>): void {
  const table = world.store.table(service);
  const stored = marshall(item, { removeUndefinedValues: true });
  const key = table.keyOf(stored);
  table.set(table.id(key), key, stored);
}

/** By the ledger's own writes, through the platform’s own table: at once, since nothing here waits. */
function deposit(world: World, customerId: string, amount: number): void {
  const money = { amount, currency: 'EUR' };
  const id = `deposit:${customerId}`;
  const transaction: Transaction = {
    id,
    kind: 'deposit',
    customerId,
    entryId: world.newId(),
    money,
    createdAt: new Date(world.clock.now).toISOString(),
  };
  const client = { send: async (command: unknown) => world.store.execute(command) };
  void new Table('payments', client as never).write([
    ...bookTransaction(transaction),
    credit(customerId, money),
  ]);
}
