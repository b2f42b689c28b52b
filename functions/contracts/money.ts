import * as z from 'zod/mini';

/** ISO 4217, as in `EUR`. */
export const Currency = z.string().check(z.regex(/^[A-Z]{3}$/, 'Expected an ISO 4217 code such as EUR'));

/** An amount in minor units (cents for EUR) with its currency. Never a float: sums have to be exact. */
export const Money = z.strictObject({ amount: z.int(), currency: Currency });
export type Money = z.infer<typeof Money>;
