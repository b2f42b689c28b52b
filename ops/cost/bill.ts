import { type Figures, KINDS, total } from './figures.ts';
import type { Prices } from './prices.ts';

/** The services of AWS that an order is billed by. */
export const SERVICES = [
  'Step Functions',
  'DynamoDB',
  'Lambda',
  'API Gateway',
  'SQS',
  'SNS',
  'CloudWatch Logs',
  'SES',
] as const;

export type Bill = Record<(typeof SERVICES)[number], number>;

/** Memory of a function (GB), and what an invocation takes: by itself, and for each call that it makes (ms). Not measured in AWS. */
const MEMORY = 0.5;
export const MS_OF_INVOCATION = 3;
export const MS_OF_CALL = 7;

/** What counting a batch of lines of metrics takes: one call, in which two items are beside their series: a claim, and how many they were. */
export const COUNTING_CALLS = 1;
const COUNTING_ITEMS = 2;
const TRANSACTIONAL = 2;

/**
 * What orders cost, in dollars for a million, in a region.
 *
 * @param batch the batch size: how many messages of a queue, records of a stream and lines of a log come in one invocation, 1 when
 *   nothing else happens, up to 10 under load. What each of them writes does not change.
 */
export function billOf(figures: Figures, prices: Prices, batch = 1): Bill {
  const sum = (kind: (typeof KINDS)[number]) => total(figures, kind);
  const { invocations, ms } = lambdaTime(figures, batch);
  return {
    'Step Functions': sum('transitions') * prices.transitions,
    DynamoDB: writesOf(figures, batch) * prices.writeUnits + sum('readUnits') * prices.readUnits,
    Lambda: invocations * prices.invocations + (ms / 1000) * MEMORY * prices.gigabyteSeconds * 1e6,
    'API Gateway': sum('apiRequests') * prices.apiRequests,
    // Each is sent by itself, and received and deleted with others.
    SQS: sum('messages') * (1 + 2 / batch) * prices.queueRequests,
    SNS: sum('publishes') * prices.publishes,
    'CloudWatch Logs': (sum('logBytes') / 1e9) * 1e6 * prices.logs,
    SES: sum('emails') * 1000 * prices.emails,
  };
}

/** How often an order invokes functions, and how long all of them take together (ms), with what counts its lines of metrics. */
export function lambdaTime(figures: Figures, batch = 1): { invocations: number; ms: number } {
  const sum = (kind: (typeof KINDS)[number]) => total(figures, kind);
  const batched = sum('messages') + sum('publishes') + sum('metricLines');
  const alone = sum('invocations') - sum('messages') - sum('publishes');
  const invocations = alone + batched / batch;
  const calls = sum('calls') + (COUNTING_CALLS * sum('metricLines')) / batch;
  return { invocations, ms: MS_OF_INVOCATION * invocations + MS_OF_CALL * calls };
}

/** Write units of an order, with those of counting its lines of metrics: once a batch. */
export const writesOf = (figures: Figures, batch = 1): number =>
  total(figures, 'writeUnits') +
  (TRANSACTIONAL * (COUNTING_ITEMS * total(figures, 'metricLines') + total(figures, 'metricSeries'))) / batch;

export const sumOf = (bill: Bill): number => SERVICES.reduce((sum, service) => sum + bill[service], 0);

const PART = /^telemetry-/;

/** The same figures without what only counts and measures: the consumers of telemetry, and lines of metrics. */
export function withoutTelemetry(figures: Figures): Figures {
  const kept = (kind: (typeof KINDS)[number]) =>
    kind === 'metricLines' || kind === 'metricSeries'
      ? {}
      : Object.fromEntries(Object.entries(figures[kind]).filter(([who]) => !PART.test(who)));
  return Object.fromEntries(KINDS.map((kind) => [kind, kept(kind)])) as Figures;
}
