/** So many at once keep two cores busy, without functions having to be started for a burst. */
const AT_ONCE = 6;

/**
 * Does something with each item, a few at once.
 *
 * @returns what was found fault with: what came back, and what was thrown.
 */
export async function inParallel<T>(
  items: readonly T[],
  check: (item: T) => Promise<string | undefined>,
): Promise<string[]> {
  const faults: string[] = [];
  const rest = items.values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const item of rest) {
        const fault = await check(item).catch((thrown: Error) => thrown.message);
        if (fault !== undefined) faults.push(fault);
      }
    }),
  );
  return faults.sort();
}
