import type { Act, Document, Read } from './endpoint.ts';
import { orders } from './orders.ts';
import { session } from './session.ts';

/** All that the page asks, by name. */
export const reads = { orders, session } satisfies Record<string, Read>;

/** All that the page does, by name. */
export const acts = {} satisfies Record<string, Act>;

/** What others have written and the page shows in a frame, by name. */
export const documents = {} satisfies Record<string, Document>;

export type Reads = typeof reads;
export type Acts = typeof acts;
