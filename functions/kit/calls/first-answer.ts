/** How an attempt has ended. */
export type Ended<T> = { value: T } | { thrown: unknown };

/** The value of an attempt. @throws what it has thrown. */
export function resultOf<T>(ended: Ended<T>): T {
  if ('value' in ended) return ended.value;
  throw ended.thrown;
}

/** Waits for an attempt, which never rejects, no longer than `ms`: undefined when it has not ended by then. */
export async function endedWithin<T>(attempt: Promise<Ended<T>>, ms: number): Promise<Ended<T> | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([attempt, late]);
  } finally {
    clearTimeout(timer);
  }
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
