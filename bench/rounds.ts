interface Rounds {
  /** How long the bench's process may take, its preparation included (s). */
  seconds: number;
  /** So many are measured even when they take longer. */
  least: number;
  /** More would say no more. */
  most: number;
}

/**
 * Measures round after round while one more fits into the time by the longest so far: a bench ends in time on a slow machine, and
 * measures more often on a quick one.
 *
 * @returns how many rounds there were.
 */
export async function inRounds(
  { seconds, least, most }: Rounds,
  round: (index: number) => Promise<void>,
): Promise<number> {
  let longestMs = 0;
  let count = 0;
  while (count < least || (count < most && performance.now() + longestMs < seconds * 1000)) {
    const began = performance.now();
    await round(count);
    longestMs = Math.max(longestMs, performance.now() - began);
    count += 1;
  }
  return count;
}
