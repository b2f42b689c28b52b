/** So many at once keep two cores busy, without functions having to be started for a burst. */
const AT_ONCE = 6;

/**
 * Does something with each item, a few at once, and with those of one lane one after the other.
 *
 * @param laneOf the operation that an item calls: a function that is called twice at once starts another environment.
 * @returns what was found fault with: what came back, and what was thrown.
 */
export async function inParallel<T>(
  items: readonly T[],
  laneOf: (item: T) => string,
  check: (item: T) => Promise<string | undefined>,
): Promise<string[]> {
  const faults: string[] = [];
  const rest = Map.groupBy(items, laneOf).values();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (const lane of rest)
        for (const item of lane) {
          const fault = await check(item).catch((thrown: Error) => thrown.message);
          if (fault !== undefined) faults.push(fault);
        }
    }),
  );
  return faults.sort();
}
