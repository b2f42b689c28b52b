import { RECORDED_LABELS } from './recorded-labels.ts';

/** Buckets of what people wait for, in seconds: the defaults of Prometheus' clients. */
export const REQUEST_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10] as const;

/** Buckets of what goes on behind a request, in seconds: up to the six hours that a saga may take. */
export const SAGA_BUCKETS = [0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 7_200, 21_600] as const;

interface Described {
  /** What it means, for people. */
  help: string;
  /** The names of its labels, in the order in which lines of the log give their values. Never an order or a user. */
  labels: readonly string[];
}

export interface Counter extends Described {
  type: 'counter';
}

export interface Gauge extends Described {
  type: 'gauge';
}

/** Of times, in seconds. */
export interface Histogram extends Described {
  type: 'histogram';
  buckets: readonly number[];
}

const counter = <const L extends readonly string[]>(help: string, labels: L) =>
  ({ type: 'counter', help, labels }) as const;

const gauge = <const L extends readonly string[]>(help: string, labels: L) =>
  ({ type: 'gauge', help, labels }) as const;

const histogram = <const L extends readonly string[]>(
  help: string,
  labels: L,
  buckets: readonly number[] = REQUEST_BUCKETS,
) => ({ type: 'histogram', help, labels, buckets }) as const;

/**
 * What functions count in memory while they work, and write as one line of the log at the end of an invocation. By name,
 * after Prometheus' rules for names (https://prometheus.io/docs/practices/naming/).
 */
export const RECORDED = {
  http_requests_total: counter(
    'Requests that functions have answered, by route template.',
    RECORDED_LABELS.http_requests_total,
  ),
  http_request_duration_seconds: histogram(
    'How long functions took to answer requests.',
    RECORDED_LABELS.http_request_duration_seconds,
  ),
  service_calls_total: counter(
    'Calls from one service to another, by what came of them.',
    RECORDED_LABELS.service_calls_total,
  ),
  service_call_fallbacks_total: counter(
    'Calls between services that ended with the fallback.',
    RECORDED_LABELS.service_call_fallbacks_total,
  ),
  service_call_duration_seconds: histogram(
    'How long calls between services took, retries included.',
    RECORDED_LABELS.service_call_duration_seconds,
  ),
  breaker_transitions_total: counter(
    'Changes of circuit breakers, by the state that they came into.',
    RECORDED_LABELS.breaker_transitions_total,
  ),
  rate_limited_requests_total: counter(
    'Requests that were turned away with 429, by what was counted.',
    RECORDED_LABELS.rate_limited_requests_total,
  ),
  saga_step_duration_seconds: histogram(
    'How long steps and undos of the saga took, each attempt by itself.',
    RECORDED_LABELS.saga_step_duration_seconds,
  ),
  sagas_parked_total: counter(
    'Times that an order was parked for manual intervention.',
    RECORDED_LABELS.sagas_parked_total,
  ),
  emails_total: counter('Emails, by whether the mail service took them.', RECORDED_LABELS.emails_total),
  email_feedback_total: counter(
    'What the mail service told of emails that it had taken.',
    RECORDED_LABELS.email_feedback_total,
  ),
  events_consumed_total: counter(
    'Messages that consumers have handled, by whether they could.',
    RECORDED_LABELS.events_consumed_total,
  ),
  events_published_total: counter(
    'Outbox records, by whether they could be published.',
    RECORDED_LABELS.events_published_total,
  ),
  outbox_lag_seconds: histogram(
    'How old events were when they were published.',
    RECORDED_LABELS.outbox_lag_seconds,
    [...REQUEST_BUCKETS, 60, 600],
  ),
} as const satisfies Record<keyof typeof RECORDED_LABELS, Counter | Histogram>;

/** What is counted from events, once an event: exact, whatever comes twice. Money is in minor units. */
export const FROM_EVENTS = {
  orders_total: counter('Orders, by what became of them.', ['outcome']),
  orders_cancelled_total: counter('Cancelled orders, by the code of the reason.', ['reason']),
  sagas_total: counter('Sagas that have come to an end, by outcome.', ['outcome']),
  saga_duration_seconds: histogram(
    'How long it took from placing an order until it was settled, by outcome.',
    ['outcome'],
    SAGA_BUCKETS,
  ),
  charges_total: counter('Charges of customers for orders.', ['currency']),
  revenue_minor_units_total: counter('What customers were charged for orders.', ['currency']),
  refunds_total: counter('Charges that were given back.', ['currency']),
  refunded_minor_units_total: counter('What was given back to customers.', ['currency']),
} as const satisfies Record<string, Counter | Histogram>;

/** What the counting tells of itself. */
export const OF_COUNTING = {
  telemetry_lines_total: counter('Lines of metrics in the logs, by whether they could be counted.', [
    'outcome',
  ]),
} as const satisfies Record<string, Counter>;

/** What is measured when somebody asks. */
export const MEASURED = {
  queue_messages: gauge('Messages on a queue, about.', ['queue', 'state']),
  queue_oldest_message_age_seconds: gauge(
    'For how long the queue was not seen empty: its oldest message is no older.',
    ['queue'],
  ),
  dead_letters: gauge('Messages that wait for manual intervention, about, by queue.', ['queue']),
  orders_parked: gauge('Messages about orders that wait for manual intervention, about.', []),
  breaker_state: gauge('1 for the state that the circuit breaker of an instance is in.', [
    'called',
    'called_instance',
    'state',
  ]),
  telemetry_source_up: gauge('Whether what the gauges are read from has answered in time.', ['source']),
} as const satisfies Record<string, Gauge>;

/** Whatever only grows. */
export const COUNTED = { ...RECORDED, ...FROM_EVENTS, ...OF_COUNTING } as const;

/** Every metric of the shop, by name. */
export const METRICS: Readonly<Record<string, Counter | Histogram | Gauge>> = { ...COUNTED, ...MEASURED };

type Named<T, M> = { [N in keyof T]: T[N] extends M ? N : never }[keyof T];

export type RecordedCounter = Named<typeof RECORDED, Counter>;
export type RecordedHistogram = Named<typeof RECORDED, Histogram>;
export type CountedName = keyof typeof COUNTED;
export type MeasuredName = keyof typeof MEASURED;

/** The labels of a metric, each with its value. */
export type LabelsOf<N extends CountedName | MeasuredName> = {
  [L in (typeof COUNTED & typeof MEASURED)[N]['labels'][number]]: string;
};

/** The steps and undos of the saga, and what the reconciler asks, by service: as the state machine calls them. */
export const SAGA_STEPS: Readonly<Record<string, readonly string[]>> = {
  inventory: ['ReserveInventory', 'ReleaseInventory', 'InspectReservation'],
  payments: ['ChargePayment', 'RefundPayment', 'InspectCharge'],
  orders: ['ConfirmOrder', 'CancelOrder', 'ParkOrder'],
};

/** Which service calls which others. */
export const SERVICE_CALLS: Readonly<Record<string, readonly string[]>> = {
  gateway: ['users', 'orders', 'inventory', 'payments'],
  users: ['payments', 'orders'],
  payments: ['users'],
};
