import type { EventType } from '../../../functions/contracts/events.ts';
import { LIMITS } from '../../../functions/contracts/limits.ts';

/** What a function is to the simulation. */
export interface SimulatedFunction {
  /** The file below functions/, without its ending. */
  entry: string;
  service: string;
  /** The state of the state machine that invokes it. */
  step?: string;
  /** The events that its queue receives. */
  consumes?: { from: string; types: EventType[] };
  /** Carries the service's outbox out. */
  publishes?: true;
  /** How long an invocation may take (ms). */
  limitMs: number;
}

const of = (entry: string, more: Partial<SimulatedFunction> = {}): SimulatedFunction => ({
  entry,
  service: entry.split('/')[0]!,
  limitMs: 10_000,
  ...more,
});
const step = (entry: string, name: string) => of(entry, { step: name });
const publisher = (service: string) =>
  of(`${service}/events/publish-outbox`, { publishes: true, limitMs: 30_000 });
const consumer = (entry: string, from: string, ...types: EventType[]) =>
  of(entry, { consumes: { from, types } });

/**
 * The functions that the simulation drives. shop.spec.ts holds this list to the folders and to the stacks: a new step
 * or consumer has to come in.
 */
export const FUNCTIONS: SimulatedFunction[] = [
  of('orders/api/place-order'),
  of('orders/api/request-cancellation'),
  step('orders/saga/confirm-order', 'ConfirmOrder'),
  step('orders/saga/cancel-order', 'CancelOrder'),
  step('orders/saga/park-order', 'ParkOrder'),
  of('orders/events/reconcile-orders', { limitMs: 60_000 }),
  publisher('orders'),
  consumer('orders/events/start-saga', 'orders', 'order.created', 'order.cancelling'),
  step('inventory/saga/reserve-inventory', 'ReserveInventory'),
  step('inventory/saga/release-inventory', 'ReleaseInventory'),
  of('inventory/saga/inspect-reservation'),
  publisher('inventory'),
  consumer('inventory/events/count-demand', 'orders', 'order.created', 'order.confirmed', 'order.cancelled'),
  consumer(
    'inventory/events/settle-reservation',
    'orders',
    'order.confirmed',
    'order.cancelled',
    'order.restated',
  ),
  consumer('orders/events/report-order-outcome', 'inventory', 'reservation.overdue'),
  step('payments/saga/charge-payment', 'ChargePayment'),
  step('payments/saga/refund-payment', 'RefundPayment'),
  of('payments/saga/inspect-charge'),
  publisher('payments'),
  consumer('notifications/events/notify-order', 'orders', 'order.confirmed', 'order.cancelled'),
];

/** A function's short name: `reserve-inventory`; a publisher's has its service in front. */
export const nameOf = ({ entry, service, publishes }: SimulatedFunction): string =>
  publishes ? `${service}-publish-outbox` : entry.split('/').at(-1)!;

/** Steps, consumers and publishers that are left out, and why. */
export const LEFT_OUT: Record<string, string> = {
  'telemetry/events/count-metrics': 'it counts what logs say',
  'telemetry/events/count-orders': 'it counts, and no order waits for it',
  'telemetry/events/count-payments': 'it counts, and no payment waits for it',
  'inventory/events/ask-overdue': 'it runs by the clock, and would never let a run come to rest',
  'orders/events/clear-parked': 'it takes messages off a queue and changes no order',
  'orders/events/project-products': 'products do not change in a schedule yet',
  'notifications/events/record-feedback': 'it writes down which addresses bounced, and no order waits for it',
  'notifications/events/project-product': 'products do not change in a schedule yet',
  'users/events/clear-user': 'no order has to do with it',
  'registry/events/check-health': 'no order has to do with it',
  'users/events/publish-outbox': 'no order has to do with it; the contacts are there from the beginning',
  'notifications/events/follow-user': 'no order has to do with it; the contacts are there from the beginning',
};

/** What functions of the simulated stage find in their environment. */
export const environmentOf = (service: string): Record<string, string> => ({
  SERVICE: service,
  TABLE: service,
  TOPIC_ARN: service,
  FAILED_QUEUE_URL: `${service}-publish-outbox-failed`,
  SAGA_ARN: 'order-saga',
  UNDO_ARN: 'order-undo',
  PARKED_QUEUE_URL: 'orders-parked',
  INSPECT_RESERVATION: 'inspect-reservation',
  INSPECT_CHARGE: 'inspect-charge',
  OVERDUE_SECONDS: String(LIMITS.pendingSeconds),
  MAIL_SENDER: 'shop@example.com',
  MAIL_CONFIGURATION_SET: 'shop-mail',
  CURRENCY: 'EUR',
  AUTH_JWKS: JSON.stringify({ keys: [] }),
  AUTH_ISSUER: 'simulation',
  AUTH_AUDIENCE: 'simulation',
});
