import { poll } from '../../packages/command-line/wait.ts';

/** When to ask for the same thing once more. */
export interface RetryPolicy {
  /** Whether another answer may come after this status; 0 when there was no answer. */
  isTransient: (status: number) => boolean;
  /** How long to go on (ms). */
  timeoutMs: number;
  everyMs: number;
}

/** Every answer is the answer. */
export const NEVER: RetryPolicy = { isTransient: () => false, timeoutMs: 0, everyMs: 0 };

/**
 * For a shop that is busy: instances that start take longer than others wait for them, and then a breaker is open for a
 * while; a function whose environments are busy answers too late. Longer than a breaker is ever open.
 */
export const WHILE_UNAVAILABLE: RetryPolicy = {
  isTransient: (status) => status === 503 || status === 504,
  timeoutMs: 70_000,
  everyMs: 1_000,
};

/** For a shop in which anything fails at any time: also what is lost on the way, throttled or failed is asked for again. */
export const WHILE_FAILING: RetryPolicy = {
  isTransient: (status) => status === 0 || status === 429 || status >= 500,
  timeoutMs: 12 * 60_000,
  everyMs: 300,
};

/**
 * Asks for the same thing until the answer lasts or the time is over. So it must be something that may be asked for twice:
 * a read, or a write by the same key.
 *
 * @returns the last answer, whatever it is.
 * @throws what the call has thrown last, when there was no answer.
 */
export async function retry<T extends { status: number }>(
  call: () => Promise<T>,
  { isTransient, timeoutMs, everyMs }: RetryPolicy = WHILE_UNAVAILABLE,
): Promise<T> {
  let last: { answer: T } | { thrown: unknown } | undefined;
  await poll(
    async () => {
      last = await call().then(
        (answer) => ({ answer }),
        (thrown: unknown) => ({ thrown }),
      );
      return !isTransient('answer' in last ? last.answer.status : 0);
    },
    { timeoutMs, everyMs },
  );
  if ('answer' in last!) return last.answer;
  throw last!.thrown;
}
