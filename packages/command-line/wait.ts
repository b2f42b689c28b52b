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

/**
 * Waits until the condition gives something (not undefined, null or false) and returns it. What it throws meanwhile
 * counts as not yet.
 *
 * @throws Error that says what was waited for, with the last error as its cause, when `timeoutMs` is over (2 minutes: a
 * loaded machine may take them for what takes seconds).
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 120_000, what }: { timeoutMs?: number; what: string },
): Promise<NonNullable<T>> {
  let cause: unknown;
  const answer = await poll(
    async () => {
      try {
        return await condition();
      } catch (error) {
        cause = error;
        return undefined;
      }
    },
    { timeoutMs, everyMs: 100 },
  );
  if (answer === undefined) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause });
  return answer;
}
