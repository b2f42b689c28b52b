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
