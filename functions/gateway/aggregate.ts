import { report } from '../platform/invocation.ts';
import { monotonicMs } from '../platform/monotonic.ts';
import { ServiceError } from '../platform/service-error.ts';

/** How much time a part has, and how it learns that nobody waits for it any longer. */
export interface PartTime {
  /** How long until the whole answers, in ms. */
  leftMs(): number;
  /** Aborted when the whole has been answered, or has failed. */
  signal: AbortSignal;
}

/** One part of an answer: where it comes from, and, beside it, what stands in for it. */
export interface Part<T> {
  get(time: PartTime): Promise<T>;
  /** Without one the whole fails when the part does. */
  fallback?: { value: T };
}

/** Why a fallback stands where a part should: it came too late, or not at all. */
export type Reason = 'late' | 'failed';

export interface Degraded {
  part: string;
  reason: Reason;
}

interface AggregateOptions {
  /** How long the answer waits for parts that something stands in for, in ms. */
  budgetMs: number;
  /** How long it waits for those without which there is none, in ms; as long, unless told. */
  requiredMs?: number;
  /** Told what went wrong with a part, also when that was after the answer. */
  onError?: (part: string, thrown: unknown) => void;
}

// biome-ignore lint/suspicious/noExplicitAny: each part is of its own type
type Parts = Record<string, Part<any>>;
type Values<P extends Parts> = { [N in keyof P]: P[N] extends Part<infer T> ? T : never };
type Came = { value: unknown } | { thrown: unknown } | 'late';

/**
 * A part that fails when no more than this share of its budget is left counts as late: a call that knows its deadline gives up a
 * little before it.
 */
const NEARLY_OVER = 0.05;

/**
 * Gets the parts of an answer at once, within a budget of time. A part that fails or is late is replaced by its
 * fallback and named in `degraded`, which is empty when the answer is whole; a part without a fallback fails the whole,
 * as soon as it does, and may have a longer budget: an answer that comes late is better than none. Nothing is left running
 * unobserved: what is late is told to end, and its error is reported.
 *
 * @example
 * const { values, degraded } = await aggregate(
 *   { profile: { get: readProfile }, balance: { get: readBalance, fallback: { value: null } } },
 *   { budgetMs: 800, requiredMs: 3_000 },
 * );
 * @throws ServiceError of a part without a fallback; `unavailable` when it was late or failed with anything else.
 */
export async function aggregate<P extends Parts>(
  parts: P,
  { budgetMs, requiredMs = budgetMs, onError = () => {} }: AggregateOptions,
): Promise<{ values: Values<P>; degraded: Degraded[] }> {
  const over = new AbortController();
  const optional = budgetOf(budgetMs, over.signal);
  const required = budgetOf(requiredMs, over.signal);
  const one = async ([part, { get, fallback }]: [string, Parts[string]]) => {
    const { time, late, isNearlyOver } = fallback ? optional : required;
    const came = await Promise.race([outcome(get, time, (thrown) => onError(part, thrown)), late]);
    if (came !== 'late' && 'value' in came) return { part, value: came.value };
    if (!fallback) throw failureOf(came);
    const reason = came === 'late' || isNearlyOver() ? ('late' as const) : ('failed' as const);
    return { part, value: fallback.value, reason };
  };
  try {
    const all = await Promise.all(Object.entries(parts).map(one));
    const degraded = all.flatMap(({ part, reason }) => (reason ? [{ part, reason }] : []));
    if (degraded.length > 0) report({ degraded: degraded.map(({ part }) => part) });
    return { values: Object.fromEntries(all.map(({ part, value }) => [part, value])) as Values<P>, degraded };
  } finally {
    over.abort();
  }
}

/** So much time, from now on, until `over`. */
function budgetOf(ms: number, over: AbortSignal) {
  const ends = monotonicMs() + ms;
  const leftMs = () => Math.max(0, ends - monotonicMs());
  const late = new Promise<'late'>((resolve) => {
    const timer = setTimeout(() => resolve('late'), ms);
    over.addEventListener('abort', () => clearTimeout(timer));
  });
  const time: PartTime = { leftMs, signal: over };
  return { time, late, isNearlyOver: () => leftMs() < ms * NEARLY_OVER };
}

/** What becomes of a part; never rejects, so that one that nobody waits for any longer is no unhandled error. */
async function outcome(
  get: Part<unknown>['get'],
  time: PartTime,
  onError: (thrown: unknown) => void,
): Promise<Came> {
  try {
    return { value: await get(time) };
  } catch (thrown) {
    onError(thrown);
    return { thrown };
  }
}

const failureOf = (came: { thrown: unknown } | 'late'): ServiceError =>
  came === 'late'
    ? new ServiceError('unavailable', 'The service could not answer in time.', { retryable: true })
    : ServiceError.from(came.thrown);
