import type { Act, Document, Read } from './endpoint.ts';
import { orders } from './orders.ts';
import { queue, queueAges, queueMessages, queues, redriveMessages } from './queues.ts';
import {
  drainInstance,
  forceBreaker,
  probeInstances,
  releaseBreaker,
  restoreInstance,
  services,
} from './services.ts';
import { session } from './session.ts';

/** All that the page asks, by name. */
export const reads = {
  orders,
  queue,
  queueAges,
  queueMessages,
  queues,
  services,
  session,
} satisfies Record<string, Read>;

/** All that the page does, by name. */
export const acts = {
  drainInstance,
  forceBreaker,
  probeInstances,
  redriveMessages,
  releaseBreaker,
  restoreInstance,
} satisfies Record<string, Act>;

/** What others have written and the page shows in a frame, by name. */
export const documents = {} satisfies Record<string, Document>;

export type Reads = typeof reads;
export type Acts = typeof acts;
