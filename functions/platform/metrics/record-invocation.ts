import { writeOutput } from '../log/output.ts';
import type { Ended } from '../outcome.ts';
import { metricLines } from './emf.ts';
import { count, observe, takeRecorded } from './recorder.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** What a crash or a timeout looks like to a client: API Gateway's own answer (stacks/gateway/gateway-response-table.ts). */
const CRASHED = 503;

const ownService = (): string => process.env.SERVICE ?? 'none';

/** `shop-staging-orders-place-order` -> `place-order`. */
export function functionOf(name: string, service = ownService()): string {
  const at = name.lastIndexOf(`-${service}-`);
  return at < 0 ? name : name.slice(at + service.length + 2);
}

/** `charge-payment` -> `ChargePayment`, as the state machine calls it. */
const stateName = (file: string): string =>
  file.replaceAll(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase());

/** What every invocation counts, by its kind; what is counted inside of it is in place where it happens. */
export function recordInvocation(
  { kind, functionName, ms, outcome, thrown }: Ended,
  service = ownService(),
): void {
  const file = () => functionOf(functionName, service) || 'none';
  if (kind === 'http') {
    const { route: path = 'none', status = CRASHED } = outcome;
    const known = outcome.method !== undefined && METHODS.includes(outcome.method) ? outcome.method : 'other';
    // What a path does not know is one series, whichever of the methods it was.
    const method = status === 405 ? 'other' : known;
    count('http_requests_total', { service, method, path, status: String(status) });
    observe('http_request_duration_seconds', { service, method, path }, ms / 1000);
  }
  if (kind === 'step') {
    const { orderOutcome } = outcome;
    const failed = orderOutcome === undefined || orderOutcome === 'failed';
    const how = thrown === undefined ? 'ok' : failed ? 'failed' : 'refused';
    observe('saga_step_duration_seconds', { service, step: stateName(file()), outcome: how }, ms / 1000);
  }
  if (kind === 'messages') {
    const { batch = 0, batchFailures = 0 } = outcome;
    const labels = { service, consumer: file() };
    if (batch > batchFailures)
      count('events_consumed_total', { ...labels, outcome: 'consumed' }, batch - batchFailures);
    if (batchFailures > 0) count('events_consumed_total', { ...labels, outcome: 'failed' }, batchFailures);
  }
}

/**
 * Writes what the invocation has recorded into its log, as one line. Nobody waits for what becomes of it: neither this invocation
 * nor whoever has called it. Where nothing was recorded there is no line.
 */
export function writeMetrics(ended: Ended): void {
  // The environment is asked once: each look at it costs as much as a counter.
  const service = ownService();
  recordInvocation(ended, service);
  const recorded = takeRecorded();
  if (recorded.length === 0) return;
  const namespace = process.env.METRICS_NAMESPACE ?? 'shop';
  for (const line of metricLines(recorded, { namespace, service, traceId: ended.traceId }))
    writeOutput(`${line}\n`);
}
