/** What an attempt gets: it should stop by itself, and hand its time on. */
export interface AttemptTime {
  /** Aborts when the time is up, or nobody waits for the attempt any more. */
  signal: AbortSignal;
  /** How long the attempt has, in ms. */
  timeoutMs: number;
}

/**
 * Makes one attempt, which is over after `timeoutMs`, or when `over` says so, whether or not it honours its signal.
 *
 * @throws DeadlineExceeded when the time is up, the reason of `over`, or what the attempt throws.
 */
export async function withinTime<T>(
  service: string,
  timeoutMs: number,
  attempt: (time: AttemptTime) => Promise<T>,
  over?: AbortSignal,
): Promise<T> {
  const controller = new AbortController();
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (reason: unknown) => {
    // First the answer: what the attempt throws when it is aborted is not to be the answer.
    reject(reason);
    controller.abort(reason);
  };
  const timer = setTimeout(() => end(new DeadlineExceeded(service, timeoutMs)), timeoutMs);
  const stop = () => end(over?.reason);
  over?.addEventListener('abort', stop);
  try {
    return await Promise.race([attempt({ signal: controller.signal, timeoutMs }), ended]);
  } finally {
    clearTimeout(timer);
    over?.removeEventListener('abort', stop);
  }
}

/** The call was not over in the time that its caller has. */
export class DeadlineExceeded extends Error {
  override name = 'DeadlineExceeded';
  readonly service: string;

  constructor(service: string, afterMs: number) {
    super(`${service} did not answer within ${Math.round(afterMs)} ms`);
    this.service = service;
  }
}

/** How an attempt has ended. */
export type Ended<T> = { value: T } | { thrown: unknown };

/** The value of an attempt. @throws what it has thrown. */
export function resultOf<T>(ended: Ended<T>): T {
  if ('value' in ended) return ended.value;
  throw ended.thrown;
}

/** The first of some attempts that has brought an answer; when none has, the last that has failed. */
export function firstAnswer<T>(
  attempts: Promise<Ended<T>>[],
  isAnswer: (ended: Ended<T>) => boolean,
): Promise<Ended<T>> {
  return new Promise((resolve) => {
    let underWay = attempts.length;
    for (const attempt of attempts)
      attempt.then((ended) => {
        underWay -= 1;
        if (underWay === 0 || isAnswer(ended)) resolve(ended);
      });
  });
}
