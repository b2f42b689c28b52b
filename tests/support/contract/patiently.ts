import { setTimeout as sleep } from 'node:timers/promises';
import type { Received } from './recorder.ts';

/** Longer than a breaker is ever open. */
const PATIENCE_S = 70;

/**
 * Asks again as long as the answer is 503, as a client does: cells that start while the machine is busy take longer than
 * others wait for them, and then a breaker is open for a while.
 */
export async function patiently(call: () => Promise<Received>): Promise<Received> {
  let came = await call();
  for (let again = 0; came.status === 503 && again < PATIENCE_S; again += 1) {
    await sleep(1_000);
    came = await call();
  }
  return came;
}
