import { setTimeout as sleep } from 'node:timers/promises';

/** Longer than a breaker is ever open. */
const PATIENCE_S = 70;

/**
 * Asks again as long as the answer is 503 or 504, as a client does: instances that start while the machine is busy take
 * longer than others wait for them, and then a breaker is open for a while; a function whose environments are busy
 * answers too late. What is asked has to be idempotent.
 */
export async function patiently<T extends { status: number }>(call: () => Promise<T>): Promise<T> {
  let came = await call();
  for (let again = 0; [503, 504].includes(came.status) && again < PATIENCE_S; again += 1) {
    await sleep(1_000);
    came = await call();
  }
  return came;
}
