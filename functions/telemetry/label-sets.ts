import type { InstanceState } from '@serverless-orders/resilience/discovery';
import { BUSINESS_REJECTIONS, CANCELLATIONS, TECHNICAL_FAILURE } from '../contracts/business-rejections.ts';
import { errorResponsesOf, hasTag } from '../contracts/http/error-responses-of.ts';
import { limitedBy } from '../contracts/http/limited-by.ts';
import type { Operation } from '../contracts/http/operation.ts';
import { OPERATIONS } from '../contracts/http/operations.ts';
import { type CountedName, SAGA_STEPS, SERVICE_CALLS } from '../contracts/metrics.ts';

/** What is deployed, as far as labels depend on it. */
export interface Deployed {
  instances: readonly Pick<InstanceState, 'service' | 'instance'>[];
  /** Services and what their consumers are called. */
  consumers: readonly { service: string; consumer: string }[];
  publishers: readonly string[];
  currency: string;
}

export const BREAKER_STATES = ['CLOSED', 'OPEN', 'HALF_OPEN'] as const;

/** Public RPC is no operation of the API's document: it follows the Connect protocol. */
const RPC = { service: 'gateway', path: '/rpc/{service}/{method}' };
const RPC_STATUSES = [200, 400, 401, 403, 404, 409, 412, 413, 415, 429, 499, 500, 501, 503, 504];

type LabelSet = readonly string[];

const times = (...lists: (readonly string[])[]): LabelSet[] =>
  lists.reduce<LabelSet[]>((sets, list) => sets.flatMap((set) => list.map((one) => [...set, one])), [[]]);

/** Every series that is known beforehand, by metric. */
export function labelSets(deployed: Deployed): [CountedName, LabelSet[]][] {
  const { instances, consumers, publishers, currency } = deployed;
  const calls = Object.entries(SERVICE_CALLS).flatMap(([service, all]) => times([service], all));
  const outcomes = (sets: LabelSet[], ...all: string[]) =>
    sets.flatMap((set) => all.map((outcome) => [...set, outcome]));
  const steps = Object.entries(SAGA_STEPS).flatMap(([service, all]) => times([service], all));
  const orders = ['confirmed', 'compensated'];
  return [
    ['http_requests_total', requestSets()],
    ['http_request_duration_seconds', unique(requestSets().map((set) => set.slice(0, 3)))],
    ['service_calls_total', outcomes(calls, 'answered', 'refused', 'failed', 'late', 'open', 'no_instance')],
    ['service_call_fallbacks_total', calls],
    ['service_call_duration_seconds', calls],
    [
      'breaker_transitions_total',
      instances.flatMap(({ service, instance }) => times([service], [instance], BREAKER_STATES)),
    ],
    ['rate_limited_requests_total', limitSets()],
    ['saga_step_duration_seconds', outcomes(steps, 'ok', 'refused', 'failed')],
    ['sagas_parked_total', [[]]],
    ['emails_total', times(['sent', 'failed', 'uncertain', 'suppressed'])],
    ['email_feedback_total', times(['bounced', 'bounced-for-now', 'complained', 'not-spam'])],
    [
      'events_consumed_total',
      consumers.flatMap(({ service, consumer }) => times([service], [consumer], ['consumed', 'failed'])),
    ],
    ['events_published_total', times(publishers, ['published', 'failed', 'set_aside'])],
    ['outbox_lag_seconds', times(publishers)],
    ['orders_total', times(['placed', 'confirmed', 'cancelled'])],
    ['orders_cancelled_total', times(reasons())],
    ['sagas_total', times(orders)],
    ['saga_duration_seconds', times(orders)],
    ['charges_total', [[currency]]],
    ['revenue_minor_units_total', [[currency]]],
    ['refunds_total', [[currency]]],
    ['refunded_minor_units_total', [[currency]]],
    ['telemetry_lines_total', times(['counted', 'refused'])],
  ];
}

const unique = (sets: LabelSet[]): LabelSet[] => [
  ...new Map(sets.map((set) => [set.join('\n'), set])).values(),
];

const reasons = (): string[] => [
  ...Object.keys(BUSINESS_REJECTIONS),
  ...Object.values(CANCELLATIONS).map(({ code }) => code),
  TECHNICAL_FAILURE.code,
];

/** Service, method, path and status of every answer of every operation, HEAD and OPTIONS included. */
function requestSets(): LabelSet[] {
  const operations = Object.entries(OPERATIONS).flatMap(([service, all]) =>
    all.map((operation) => ({ service, operation })),
  );
  const declared = operations.flatMap(({ service, operation }) => {
    const [method = '', path = ''] = operation.route.split(' ');
    const methods = method === 'GET' ? ['GET', 'HEAD'] : [method];
    return times([service], methods, [path], statusesOf(operation).map(String));
  });
  const rpc = times([RPC.service], ['POST'], [RPC.path], RPC_STATUSES.map(String));
  const paths = unique([...declared, ...rpc].map(([service = '', , path = '']) => [service, path]));
  return [
    ...declared,
    ...rpc,
    ...paths.flatMap(([service = '', path = '']) => [
      [service, 'OPTIONS', path, '204'],
      [service, 'other', path, '405'],
    ]),
  ];
}

const statusesOf = (operation: Operation): number[] => [
  ...Object.keys(operation.answers).map(Number),
  ...(hasTag(operation) ? [304] : []),
  ...errorResponsesOf(operation).keys(),
];

/** Services, and what their rate limits count by. */
function limitSets(): LabelSet[] {
  const declared = Object.entries(OPERATIONS).flatMap(([service, all]) =>
    all.flatMap((operation) =>
      [limitedBy(operation), operation.mails ? ('mails' as const) : undefined].flatMap((by) =>
        by ? [[service, by]] : [],
      ),
    ),
  );
  return unique([...declared, [RPC.service, 'customer']]);
}
