/** A gap in which nothing happened is drawn at most so wide (ms), and told. */
export const LONGEST_GAP_MS = 2_000;

/** A time in which nothing happened, and which is drawn shorter than it was. */
export interface Gap {
  from: number;
  to: number;
}

/** Where moments are drawn on an axis from 0 to 1 on which idle gaps are squeezed. */
export interface Axis {
  gaps: Gap[];
  /** Where a time is (ms since 1970): between 0 and 1. */
  at(time: number): number;
}

/**
 * An axis of time for moments in any order: what lies close together is drawn to scale, and a gap of more than a limit as
 * long as the limit.
 */
export function squeezed(times: readonly number[], longestMs = LONGEST_GAP_MS): Axis {
  const sorted = [...times].sort((a, b) => a - b);
  const gaps: Gap[] = [];
  for (const [index, to] of sorted.entries()) {
    const from = sorted[index - 1];
    if (from !== undefined && to - from > longestMs) gaps.push({ from, to });
  }
  const first = sorted[0] ?? 0;
  const drawn = (time: number) =>
    time -
    first -
    gaps.reduce((sum, { from, to }) => {
      const passed = Math.min(Math.max(time - from, 0), to - from);
      return sum + passed * (1 - longestMs / (to - from));
    }, 0);
  const whole = drawn(sorted.at(-1) ?? first);
  return { gaps, at: (time) => (whole === 0 ? 0 : Math.min(1, Math.max(0, drawn(time) / whole))) };
}
