import type { ShopUser } from '../shop-driver/shop-user.ts';
import { inParallel } from './in-parallel.ts';
import type { ChaosShop } from './shop.ts';

/** Customers that are registered at once. */
const AT_ONCE = 6;

interface Stock {
  skus: string[];
  /** Of each product, in minor units. */
  price: number;
  /** Units of each product. */
  onHand: number;
  customers: number;
  /** Of each customer, in minor units. */
  funds: number;
}

/** Puts products into a shop and registers customers who can pay. @returns the customers. */
export async function stockShop(
  shop: ChaosShop,
  { skus, price, onHand, customers, funds }: Stock,
): Promise<ShopUser[]> {
  await inParallel(skus, skus.length, (sku) => shop.addProduct(sku, { price, onHand }));
  return inParallel(Array.from({ length: customers }), AT_ONCE, () => shop.addBuyer(funds));
}
