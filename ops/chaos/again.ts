import { pause } from '../../packages/command-line/wait.ts';

/** What the shop's client gives for a call. */
interface Answer<T> {
  data?: T;
  error?: unknown;
  /** None when there was no answer at all. */
  response?: Response;
}

interface AgainOptions {
  /** How long to go on (ms). */
  timeoutMs: number;
  /** Refusals (4xx) that only mean that the request before this one is not through yet. */
  passing?: number[];
}

/**
 * Asks for the same thing until it is done, as a good client does: what is lost on the way, throttled or failed (5xx) is
 * asked for once more. So the call must be one that may be made twice.
 *
 * @throws Error with the last answer when it is a refusal, or when the time is over.
 */
export async function again<T>(
  what: string,
  call: () => Promise<Answer<T>>,
  { timeoutMs, passing = [] }: AgainOptions,
): Promise<T> {
  const end = Date.now() + timeoutMs;
  for (;;) {
    const { data, error, response } = await call();
    const status = response?.status ?? 0;
    if (response?.ok) return data as T;
    const isPassing = status === 0 || status === 429 || status >= 500 || passing.includes(status);
    if (!isPassing || Date.now() > end)
      throw new Error(`${what} was answered by ${status}: ${JSON.stringify(error)}`);
    await pause(300);
  }
}
