import type { ServiceInstance } from '../../../api/services.ts';

/** Failures count for so long (ms). */
const WINDOW_MS = 10_000;
/** A timer is not exact, and neither are two clocks (ms). */
const MARGIN_MS = 500;

/** In how many ms the first breaker opens, closes or forgets a failure by itself; undefined when none will. */
export function nextChange(instances: readonly ServiceInstance[], now: number): number | undefined {
  const times = instances.flatMap(({ breaker: { openUntil, forced, failures } }) => [
    ...[openUntil, forced?.until].flatMap((at) => (at ? [Date.parse(at) - now] : [])),
    ...(failures > 0 ? [WINDOW_MS] : []),
  ]);
  const ahead = times.filter((ms) => ms > 0);
  return ahead.length > 0 ? Math.min(...ahead) + MARGIN_MS : undefined;
}
