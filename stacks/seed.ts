/// <reference path="../.sst/platform/config.d.ts" />
import { keyText } from '../functions/platform/key.ts';
import { isLocalStage } from '../packages/stages/stage.ts';
import { CURRENCY, LOW_STOCK } from './settings.ts';

/** What a local shop sells. Prices in minor units. */
const PRODUCTS = [
  { sku: 'espresso-cup', name: 'Espresso cup', amount: 1_250, onHand: 200 },
  { sku: 'hand-grinder', name: 'Hand grinder', amount: 8_900, onHand: 40 },
  { sku: 'scale', name: 'Brewing scale', amount: 4_500, onHand: 25 },
  { sku: 'espresso-machine', name: 'Espresso machine', amount: 129_900, onHand: 5 },
];

type Item = Record<string, { S: string } | { N: string } | { M: Item }>;

const price = (amount: number): Item => ({
  amount: { N: String(amount) },
  currency: { S: CURRENCY },
});

/** Fills a table when the stage is local; in AWS a shop brings its own products. */
function seed(table: sst.aws.Dynamo, prefix: string, items: Record<string, Item>): void {
  if (!isLocalStage($app.stage)) return;
  for (const [name, item] of Object.entries(items)) {
    new aws.dynamodb.TableItem(`${prefix}${name}`, {
      tableName: table.name,
      hashKey: 'pk',
      rangeKey: 'sk',
      item: JSON.stringify(item),
    });
  }
}

const byName = <T>(make: (product: (typeof PRODUCTS)[number]) => T) =>
  Object.fromEntries(PRODUCTS.map((product) => [product.sku.replaceAll('-', ''), make(product)]));

/** The inventory's products and stock. */
export function seedInventory(table: sst.aws.Dynamo): void {
  seed(
    table,
    'SeedProduct',
    byName(({ sku, name, amount }) => ({
      pk: { S: keyText('PRODUCT', sku) },
      sk: { S: 'PRODUCT' },
      sku: { S: sku },
      name: { S: name },
      price: { M: price(amount) },
      sequence: { N: '1' },
      listed: { S: 'PRODUCT' },
    })),
  );
  seed(
    table,
    'SeedStock',
    byName(({ sku, onHand }) => ({
      pk: { S: keyText('STOCK', sku) },
      sk: { S: 'STOCK' },
      sku: { S: sku },
      available: { N: String(onHand) },
      reserved: { N: '0' },
      headroom: { N: String(onHand - LOW_STOCK) },
      version: { N: '1' },
    })),
  );
}

/** What orders knows of products. */
export function seedOrders(table: sst.aws.Dynamo): void {
  seed(
    table,
    // Not to be renamed: the rows would be put under the new name, and then deleted under the old one, by the same keys.
    'SeedKnownProduct',
    byName(({ sku, amount }) => ({
      pk: { S: keyText('PRODUCT', sku) },
      sk: { S: 'PRODUCT' },
      sku: { S: sku },
      price: { M: price(amount) },
      sequence: { N: '1' },
    })),
  );
}

/** What notifications calls products. */
export function seedNotifications(table: sst.aws.Dynamo): void {
  seed(
    table,
    'SeedProductName',
    byName(({ sku, name }) => ({
      pk: { S: keyText('PRODUCT', sku) },
      sk: { S: 'PRODUCT' },
      sku: { S: sku },
      name: { S: name },
    })),
  );
}
