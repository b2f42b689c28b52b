import { log } from '../log.ts';
import type { Ended, Kind } from '../outcome.ts';
import { BusinessRejection } from '../service-error.ts';

/** What the one line of an invocation is called. */
const MESSAGES: Record<Kind, string> = {
  http: 'request',
  rpc: 'call',
  step: 'step',
  messages: 'messages',
  stream: 'records',
  schedule: 'run',
  deploy: 'run',
};

/** An instance that is asked how it is runs no method. */
const messageOf = ({ kind, outcome }: Ended) => (kind === 'rpc' && !outcome.rpc ? 'health' : MESSAGES[kind]);

/**
 * The one line that every invocation writes: what was asked for, how it ended, how long it took (ms), how many calls it made,
 * whether its environment had to start. What went wrong is in the same line, but for a business rejection, which is an outcome.
 */
export function logSummary(ended: Ended): void {
  const { ms, cold, thrown, outcome } = ended;
  const { method, route, orderId, ...rest } = outcome;
  const fields = {
    ...(route && { route: `${method} ${route}` }),
    ...(orderId && { orderId }),
    ...rest,
    ms: Math.round(ms * 10) / 10,
    cold,
  };
  if (thrown === undefined || thrown instanceof BusinessRejection) log.info(messageOf(ended), fields);
  else log.error(messageOf(ended), thrown, fields);
}
