import type { Product } from './repository.ts';

/** A product as everybody sees it. */
export const presentProduct = ({ sku, name, price }: Product) => ({ sku, name, price });
