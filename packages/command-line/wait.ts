/** Resolves after so many milliseconds. For polling; nothing waits a fixed time for a thing to have happened. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

interface Polling {
  /** How long to go on (ms). */
  timeoutMs: number;
  /** The pause between two questions (ms). */
  everyMs?: number;
  /**
   * Asks the less often the longer it waits: a pause is at least an eighth of the time so far, and at most 2 s. For a
   * question that itself takes from what it waits for, such as one to an engine on the same processors.
   */
  slowing?: boolean;
}

const SLOWEST_MS = 2_000;

/**
 * Asks again and again until the answer is neither undefined, null nor false, and returns it; undefined when the time
 * is over. The condition is asked at least twice: at once, and at the very end.
 */
export async function poll<T>(
  condition: () => T | Promise<T>,
  { timeoutMs, everyMs = 50, slowing = false }: Polling,
): Promise<NonNullable<T> | undefined> {
  const began = Date.now();
  const end = began + timeoutMs;
  for (;;) {
    const last = Date.now() >= end;
    const answer = await condition();
    if (answer !== undefined && answer !== null && answer !== false) return answer as NonNullable<T>;
    if (last) return undefined;
    const now = Date.now();
    const slow = slowing ? Math.min(SLOWEST_MS, (now - began) / 8) : 0;
    await pause(Math.min(Math.max(everyMs, slow), Math.max(1, end - now)));
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
    { timeoutMs, everyMs: 100, slowing: true },
  );
  if (answer === undefined) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause });
  return answer;
}
