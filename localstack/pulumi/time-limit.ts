import { setTimeout as sleep } from 'node:timers/promises';
import type { Resource, Timeouts } from './resource.ts';
import { ResourceError } from './resource-error.ts';

/**
 * Waits for an operation, at most as long as the option customTimeouts allows.
 *
 * @throws ResourceError when the time is over. The operation may still succeed, so the state keeps it as pending.
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
