type Task = () => Promise<unknown>;

/**
 * What is done before the first request is longer than this (ms) in no init: the network of AWS answers in a few
 * milliseconds, and where none answers a function must not wait for it.
 */
const LIMIT_MS = 250;

const tasks: Task[] = [];

/**
 * Does something once while the function starts, so that the first request need not: Lambda lends an environment a whole processor
 * for its init, and afterwards the share of its memory, at 512 MB a third. Nothing depends on it: what it throws is nobody's concern,
 * since the first request does the same and tells.
 *
 * @example atInit(() => verify(tokenOfNobody));
 */
export function atInit(task: Task): void {
  tasks.push(task);
}

/**
 * Waits for all that is to be done at init, in a Lambda function only: in tests and tools there is no first request that waits.
 * The build calls it at the end of each function's entry (stacks/bundle/warm-entries.ts).
 */
export async function initialised(limitMs = LIMIT_MS): Promise<void> {
  if (process.env.AWS_LAMBDA_INITIALIZATION_TYPE === undefined || tasks.length === 0) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, limitMs);
  });
  const all = tasks.splice(0).map(async (task) => task());
  await Promise.race([Promise.allSettled(all), late]);
  clearTimeout(timer);
}
