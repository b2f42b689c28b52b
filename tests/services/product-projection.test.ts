import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ProductProjectionRepository } from '../../functions/orders/product-projection-repository.ts';
import { serviceTable } from '../support/service-table.ts';

describe('the copy of the products', () => {
  let store: Awaited<ReturnType<typeof serviceTable>>;
  let products: ProductProjectionRepository;

  beforeAll(async () => {
    store = await serviceTable();
    products = new ProductProjectionRepository(store.table);
  });
  afterAll(() => store.drop());

  const at = (amount: number) => ({ amount, currency: 'EUR' });

  it.each([
    ['created, then changed', ['know 1', 'know 2'], { price: at(2), retired: false }],
    ['changed, heard before its creation', ['know 2', 'know 1'], { price: at(2), retired: false }],
    ['retired', ['know 1', 'retire 2'], { price: at(1), retired: true }],
    ['retired, heard before a change', ['know 1', 'retire 3', 'know 2'], { price: at(1), retired: true }],
    ['retired, of which nothing else was heard', ['retire 2', 'know 1'], { retired: true }],
    ['back again', ['know 1', 'retire 2', 'know 3'], { price: at(3), retired: false }],
    ['told three times', ['know 2', 'know 1', 'know 2', 'know 2'], { price: at(2), retired: false }],
  ])('%s', async (_, messages, expected) => {
    const sku = `sku-${randomUUID()}`;
    for (const message of messages) {
      const [what, sequence] = message.split(' ');
      if (what === 'know') await products.know({ sku, price: at(Number(sequence)) }, Number(sequence));
      else await products.retire(sku, Number(sequence));
    }

    const [{ pk, sk, sequence, ...known } = {} as Record<string, unknown>] = (await products.find([
      sku,
    ])) as unknown as Record<string, unknown>[];
    expect(known).toEqual({ sku, ...expected });
  });
});
