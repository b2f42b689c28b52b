import { setTimeout as pause } from 'node:timers/promises';
import type { Contender } from './contender.ts';

/** In ms: the service is well, dead, and well again. */
const WELL = 3_000;
const DEAD = 12_000;
const AGAIN = 6_000;
/** From here on every environment may know that the breaker is open: copies are 2 s old at most. */
const KNOWN = 2_500;
const ENVIRONMENTS = 200;
const EVERY = 400;
const STORE = 5;

export interface Outage {
  contender: string;
  /** Store calls per call while all is well. */
  reads: number;
  writes: number;
  /** Calls that reached the dead service: until everybody could know, and after that. */
  before: number;
  after: number;
  /** The most of the latter that were under way at one time. */
  trialsAtOnce: number;
  /** From when the service was well again until the last call was refused, in ms. */
  backAfter: number;
}

/** Lets 200 environments, which call in turn at random, live through an outage of what they call. */
export async function outage({ title, world }: Contender): Promise<Outage> {
  const began = performance.now();
  const at = () => performance.now() - began;
  const isDead = () => at() >= WELL && at() < WELL + DEAD;
  const isKnown = () => isDead() && at() >= WELL + KNOWN;
  const result = { before: 0, after: 0, trialsAtOnce: 0, backAfter: 0 };
  let underWay = 0;
  let made = 0;
  const service = async () => {
    if (!isDead()) return pause(5);
    if (!isKnown()) {
      result.before += 1;
      await pause(50);
    } else {
      result.after += 1;
      underWay += 1;
      result.trialsAtOnce = Math.max(result.trialsAtOnce, underWay);
      await pause(50);
      underWay -= 1;
    }
    throw new Error('dead');
  };
  const { environment, calls } = world(STORE);
  let whileWell = { reads: 0, writes: 0, made: 0 };
  const live = async () => {
    const call = environment(service);
    await pause(Math.random() * EVERY);
    while (at() < WELL + DEAD + AGAIN) {
      const next = pause(EVERY * (0.8 + 0.4 * Math.random()));
      made += 1;
      const sent = at();
      await call().catch(() => {
        if (sent >= WELL + DEAD) result.backAfter = Math.max(result.backAfter, at() - WELL - DEAD);
      });
      await next;
    }
  };
  const wellUntil = pause(WELL - 100).then(() => {
    whileWell = { ...calls, made };
  });
  await Promise.all([wellUntil, ...Array.from({ length: ENVIRONMENTS }, live)]);
  return {
    contender: title,
    reads: whileWell.reads / whileWell.made,
    writes: whileWell.writes / whileWell.made,
    ...result,
  };
}
