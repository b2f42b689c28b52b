import type { HealthRecord } from '@serverless-orders/resilience/discovery';

/** An instance is down after so many failed health checks in a row, and up again after so many good ones. */
const DOWN_AFTER = 3;
const UP_AFTER = 2;

/** What a health check has found; `failure` says what is wrong, undefined when nothing is. */
export interface HealthCheck {
  failure?: string;
}

/**
 * The health of an instance after a health check. One that fails now and then is degraded: others are called first. One that
 * keeps failing is down, and called by nobody.
 *
 * @param now RFC 3339
 */
export function nextHealth(
  before: HealthRecord | undefined,
  { failure }: HealthCheck,
  now: string,
): HealthRecord {
  const failures = failure === undefined ? 0 : (before?.failures ?? 0) + 1;
  const successes = failure === undefined ? (before?.successes ?? 0) + 1 : 0;
  const status = statusAfter(before?.status, failures, successes);
  return {
    status,
    ...(status !== 'healthy' && { reason: failure ?? before?.reason }),
    since: before?.status === status ? before.since : now,
    checkedAt: now,
    failures,
    successes,
  };
}

function statusAfter(
  before: HealthRecord['status'] | undefined,
  failures: number,
  successes: number,
): HealthRecord['status'] {
  if (failures >= DOWN_AFTER) return 'down';
  if (before === 'down') return successes >= UP_AFTER ? 'healthy' : 'down';
  return failures > 0 ? 'degraded' : 'healthy';
}
