import { type Figures, KINDS, type Kind } from './figures.ts';

/** A design that others have published, with what its source makes of one order that goes well. */
export interface Design {
  name: string;
  /** Where it was counted. */
  source: string;
  /** What it leaves out of what an order does here. */
  without: string;
  figures: Figures;
}

/** What Lambda writes about an invocation as text: START, END and REPORT with its trace. */
const PLATFORM_BYTES = 450;

const counted = (given: Partial<Record<Kind, number>>): Figures => {
  const logBytes = (given.invocations ?? 0) * PLATFORM_BYTES + (given.logBytes ?? 0);
  return Object.fromEntries(
    KINDS.map((kind) => {
      const count = kind === 'logBytes' ? logBytes : (given[kind] ?? 0);
      return [kind, count > 0 ? { all: count } : {}];
    }),
  ) as Figures;
};

/**
 * Counted by hand on 2026-11-28 in the sources that are named, each at its latest commit. Emails are left out, as none of them sends
 * any, and so are containers, which are billed by the hour whether there are orders or not.
 */
export const DESIGNS: Design[] = [
  {
    name: 'a saga of 6 states',
    source: 'github.com/cdk-patterns/serverless 08e3163, the-saga-stepfunction (single table)',
    without: 'idempotency, events, outbox, stock and accounts that can run out',
    // ReserveHotel, ReserveFlight, TakePayment, ConfirmHotelBooking, ConfirmFlight and Succeed, started by sagaLambda; three puts and
    // two updates without an index; each function logs its event and the answer of the table.
    figures: counted({
      apiRequests: 1,
      transitions: 6,
      invocations: 6,
      calls: 6,
      writeUnits: 5,
      logBytes: 6 * 500,
    }),
  },
  {
    name: 'a saga in front of containers',
    source: 'github.com/mjones3/order-system 7a1440c, terraform/modules/lambda',
    without: 'idempotency, events, outbox, retries; its containers and their databases are not in the price',
    // OrderService, InventoryService, CheckInventory, PaymentService, CheckPayment and CompleteSaga; three of them functions that call a
    // container by HTTP and log their event.
    figures: counted({ apiRequests: 1, transitions: 6, invocations: 3, calls: 3, logBytes: 3 * 500 }),
  },
  {
    name: 'choreography',
    source:
      'github.com/aws-samples/aws-serverless-ecommerce-platform 3b9ef36, orders, warehouse, payment, delivery',
    without: 'compensation, idempotency, a reservation of stock; nobody sees where an order is',
    // An order's way: its request, two that validate it, and the request for its package (4); create-order, pricing, validate,
    // payment on-created and on-completed, orders table-update (4 changes) and on-events (2), warehouse on-order-events and
    // table-update (4 items, 2 changes), delivery on-package-created and table-update (2) (20 invocations). Writes: the order 1 + index 1,
    // twice more with its index (6), payment 1 and its deletion 1, the package's metadata and product with their indexes (6) and its
    // completion (3), the delivery and its end (6). Events for a bus (6) at the price of an event, a dollar for a million, which is
    // that of two publishes. The functions that streams call have 12 invocations, which is also how many the bill takes for batched.
    figures: counted({
      apiRequests: 4,
      invocations: 20,
      calls: 26,
      writeUnits: 23,
      readUnits: 6,
      publishes: 12,
      logBytes: 20 * 300,
    }),
  },
];
