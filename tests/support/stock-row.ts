import { stockKey } from '../../functions/inventory/stock-repository.ts';

/** A product's stock as it stands in the inventory table; low below `lowAt` available units. */
export const stockRow = (sku: string, available: number, lowAt = 0) => ({
  ...stockKey(sku),
  sku,
  available,
  reserved: 0,
  headroom: available - lowAt,
  version: 1,
});
