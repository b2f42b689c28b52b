/**
 * A clock for durations, in ms since some moment, to the nanosecond: `performance.now()` without `performance`, for which Node
 * loads perf_hooks at its first use (1.2 ms of every cold start).
 *
 * @example const began = monotonicMs(); await work(); const ms = monotonicMs() - began;
 */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1e3 + nanoseconds / 1e6;
}
