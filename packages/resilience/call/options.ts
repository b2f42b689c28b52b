import type { Balancer } from '../balancer/balancer.ts';
import type { Breakers } from '../breaker/breakers.ts';
import type { Discovery } from '../discovery/discovery.ts';
import type { RetryBudget } from './retry-budget.ts';
import type { Starting } from './starting.ts';

export interface ResilientCallOptions<T> {
  /** The service that is called, as it is registered. */
  service: string;
  discovery: Pick<Discovery, 'instances'>;
  balancer: Balancer;
  breakers: Breakers;
  /** What this environment knows of instances that may be starting: one for all of its calls. */
  starting: Starting;
  /** How long the call may take in all, in ms. */
  deadlineMs: number;
  /** How long the caller itself has left, in ms; the call never takes longer. */
  remainingMs?: () => number;
  /** Whether the call may be made twice. Only then is it retried, once, on another instance. */
  idempotent: boolean;
  retryBudget: RetryBudget;
  /**
   * How long an instance may take that has answered before, in ms, until the call is made on another one as well. One that may have
   * to start first has half of the call's time.
   */
  hedgeAfterMs?: number;
  /** An answer that came later than this, in ms, is taken, but counts as a failure of the instance. */
  slowMs?: number;
  /** Whether an error is the instance's fault: a timeout, a 5xx, a throttle. A rejection (4xx) is an answer. All are, by default. */
  isFailure?: (thrown: unknown) => boolean;
  /** Whether an error of the instance says that it ran out of time. None does, by default. */
  isLate?: (thrown: unknown) => boolean;
  /** What the caller makes do with when there is no answer; it gets the reason. Not used for answers that are rejections. */
  fallback?: (reason: unknown) => T | Promise<T>;
  /** Monotonic time in ms. */
  clock?: () => number;
}
