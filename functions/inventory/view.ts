import { etag } from '../platform/http/response.ts';
import type { Product } from './product-repository.ts';
import type { Stock } from './stock-repository.ts';

/** A product as everybody sees it. */
export const toProductView = ({ sku, name, price, retired }: Product) => ({ sku, name, price, retired });

/** A product's version, as a header. */
export const productTag = ({ sequence }: Product) => etag(sequence);

/** A stock as everybody sees it. */
export const toStockView = ({ sku, available, reserved }: Stock) => ({ sku, available, reserved });

/** A stock's version, as a header. */
export const stockTag = ({ version }: Stock) => etag(version);
