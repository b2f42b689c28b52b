import { DeadlineExceeded } from './deadline-exceeded.ts';

/** What an attempt gets: it should stop by itself, and hand its time on. */
export interface AttemptTime {
  /** Aborts when the time is up. */
  signal: AbortSignal;
  /** How long the attempt has, in ms. */
  timeoutMs: number;
}

/**
 * Makes one attempt, which is over after `timeoutMs` whether or not it heeds its signal.
 *
 * @throws DeadlineExceeded when the time is up, or what the attempt throws.
 */
export async function withinTime<T>(
  service: string,
  timeoutMs: number,
  attempt: (time: AttemptTime) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const error = new DeadlineExceeded(service, timeoutMs);
      // First the answer: what the attempt throws when it is aborted is not to be the answer.
      reject(error);
      controller.abort(error);
    }, timeoutMs);
  });
  try {
    return await Promise.race([attempt({ signal: controller.signal, timeoutMs }), late]);
  } finally {
    clearTimeout(timer);
  }
}
