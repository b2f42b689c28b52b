import type { Act, Document, Read } from './endpoint.ts';
import { operations, registerTestCustomer, tryOperation } from './explorer/explorer.ts';
import { failures } from './failures.ts';
import { invariants } from './invariants.ts';
import { logs } from './logs.ts';
import { email, emailHtml, mailbox } from './mail.ts';
import { metrics } from './metrics/metrics.ts';
import { machines, order, orderMessages } from './order.ts';
import { cancelOrder, redriveGroup, redriveOrder, stopExecution } from './order-acts.ts';
import { orders } from './orders.ts';
import { mendFaults, orderChoices, placeOrder } from './place-order.ts';
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
import { tableItems, tables } from './tables.ts';
import { trace, traceMap, traces } from './traces/traces.ts';

/** All that the page asks, by name. */
export const reads = {
  email,
  failures,
  logs,
  machines,
  mailbox,
  metrics,
  operations,
  order,
  orderChoices,
  orderMessages,
  invariants,
  orders,
  queue,
  queueAges,
  queueMessages,
  queues,
  services,
  session,
  tableItems,
  tables,
  trace,
  traceMap,
  traces,
} satisfies Record<string, Read>;

/** All that the page does, by name. */
export const acts = {
  cancelOrder,
  drainInstance,
  forceBreaker,
  mendFaults,
  placeOrder,
  probeInstances,
  redriveGroup,
  redriveMessages,
  redriveOrder,
  registerTestCustomer,
  releaseBreaker,
  restoreInstance,
  stopExecution,
  tryOperation,
} satisfies Record<string, Act>;

/** What others have written and the page shows in a frame, by name. */
export const documents = { emailHtml } satisfies Record<string, Document>;

export type Reads = typeof reads;
export type Acts = typeof acts;
