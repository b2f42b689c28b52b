/** How often and for how long a call to AWS is retried. */
export interface RetryPolicy {
  /** How often a call is made at most, the first included. */
  attempts: number;
  /** The longest first pause (ms); it doubles with each attempt. */
  baseMs: number;
  /** No pause is longer (ms). */
  capMs: number;
  /** After so long (ms) no call is repeated any more. */
  withinMs: number;
}

/** A deployment waits: roles that it has just made reach all of AWS within seconds, and its own calls come all at once. */
export const DEPLOYMENT: RetryPolicy = { attempts: 6, baseMs: 500, capMs: 5_000, withinMs: 30_000 };

/**
 * Errors that say nothing about what was called: too many calls, a role that is not known everywhere yet (IAM is eventually
 * consistent), a function that is still being made, a fault on the way.
 */
const PASSING =
  /Throttl|TooManyRequests|LimitExceeded|ThroughputExceeded|SlowDown|AccessDenied|UnrecognizedClient|ResourceConflict|ResourceNotReady|InternalServer|ServiceUnavailable|ServiceException|ECONN|EPIPE|socket/;

/** Whether an error is transient: the same call may succeed the next time. */
export function isPassing(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false;
  const { $metadata, code } = thrown as { $metadata?: { httpStatusCode?: number }; code?: string };
  return ($metadata?.httpStatusCode ?? 0) >= 500 || PASSING.test(`${thrown.name} ${code ?? ''}`);
}

/** What platform/jitter.ts needs to know; without a policy a call is made once. */
export function retries(retryPolicy: RetryPolicy | undefined, now: () => number = Date.now) {
  const { withinMs, ...times } = retryPolicy ?? { attempts: 1, baseMs: 0, capMs: 0, withinMs: 0 };
  const until = now() + withinMs;
  return { ...times, when: (thrown: unknown) => now() < until && isPassing(thrown) };
}
