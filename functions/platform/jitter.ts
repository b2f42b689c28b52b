import { setTimeout as pause } from 'node:timers/promises';

interface RetryOptions {
  /** How often the call is made at most, the first included. */
  attempts: number;
  /** The longest first pause in ms; it doubles with each attempt. */
  baseMs: number;
  /** No pause is longer than this, in ms. */
  capMs: number;
  /** Which errors are worth another attempt. */
  when: (thrown: unknown) => boolean;
}

/**
 * Calls again with full jitter: each pause is drawn evenly from zero to an exponentially growing bound, so that
 * callers who met once do not meet again (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog 2015).
 *
 * @throws what the last attempt threw.
 */
export async function withRetries<T>(call: () => Promise<T>, options: RetryOptions): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (thrown) {
      if (attempt >= options.attempts || !options.when(thrown)) throw thrown;
      await pause(Math.random() * Math.min(options.capMs, options.baseMs * 2 ** (attempt - 1)));
    }
  }
}
