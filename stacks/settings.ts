/** What a shop is set to. Limits that clients run into are in functions/contracts/limits.ts. */

/** The currency of all prices and accounts (ISO 4217). */
export const CURRENCY = 'EUR';

/** Below how many available units a product's stock is low, until staff say otherwise for it. */
export const LOW_STOCK = 5;
