/** Resolves after so many milliseconds. For polling; nothing waits a fixed time for a thing to have happened. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/**
 * Asks again and again until the answer is neither undefined, null nor false, and returns it; undefined when the time
 * (ms) is over. The condition is asked at least twice: at once, and at the very end.
 */
export async function poll<T>(
  condition: () => T | Promise<T>,
  { timeoutMs, everyMs = 50 }: { timeoutMs: number; everyMs?: number },
): Promise<NonNullable<T> | undefined> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const last = Date.now() >= end;
    const answer = await condition();
    if (answer !== undefined && answer !== null && answer !== false) return answer as NonNullable<T>;
    if (last) return undefined;
    await pause(Math.min(everyMs, Math.max(1, end - Date.now())));
  }
}
