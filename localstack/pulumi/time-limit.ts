import { setTimeout as sleep } from 'node:timers/promises';
import type { Resource, Timeouts } from './resource.ts';
import { ResourceError } from './resource-error.ts';

/**
 * Waits no longer than the option customTimeouts allows.
 *
 * @throws ResourceError when the time is over. What was begun may still happen: the state calls it pending.
 */
export async function within<T>(
  { urn, customTimeouts }: Resource,
  verb: keyof Timeouts,
  work: Promise<T>,
): Promise<T> {
  const most = customTimeouts?.[verb];
  if (most === undefined) return work;
  const late = new ResourceError(urn, `could not ${verb} it within the ${most} s of customTimeouts.${verb}`);
  const over = new AbortController();
  const timer = sleep(most * 1000, undefined, { signal: over.signal }).then(() => Promise.reject(late));
  try {
    return await Promise.race([work, timer]);
  } finally {
    over.abort();
    timer.catch(() => {});
  }
}
