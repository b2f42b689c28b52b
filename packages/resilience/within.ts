/** Waits for something no longer than `ms`: undefined when it is not there by then. It goes on all the same. */
export async function within<T>(awaited: Promise<T>, ms: number): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([awaited, late]);
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Waits for an answer no longer than `ms`. The work itself goes on; what becomes of it later is nobody's matter.
 *
 * @throws TimedOut, or what the work throws in time.
 */
export async function bounded<T>(work: Promise<T>, ms: number): Promise<T> {
  const answer = await within(
    work.then((value) => ({ value })),
    ms,
  );
  if (answer) return answer.value;
  throw new TimedOut(ms);
}

export class TimedOut extends Error {
  override name = 'TimedOut';

  constructor(ms: number) {
    super(`no answer within ${ms} ms`);
  }
}
