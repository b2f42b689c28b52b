import { BREAKER } from '@serverless-orders/resilience/breaker';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Me } from '../../../client/shop.ts';
import { ShopDriver } from '../../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../../ops/shop-driver/shop-user.ts';
import { AT_LAST } from '../../support/answer-times.ts';
import {
  areClosed,
  breakerOf,
  forgetBreaker,
  watchBreaker,
  withLivingInstance,
} from '../../support/breakers.ts';
import { BrokenInstances } from '../../support/broken-instances.ts';
import { until } from '../../support/engine.ts';
import { shopOutputs } from '../../support/outputs.ts';
import { OwnEnvironment } from '../../support/own-environment.ts';

const shop = new ShopDriver(shopOutputs().api);
const instances = new BrokenInstances();
const functions = new OwnEnvironment();

/** An environment reads the shared breakers once in so long (ms): until then it may not know that one is open. */
const UNKNOWN_MS = 2_000;

let ada: ShopUser;

/**
 * So many calls of GET /me: the status of each, and how long it took (ms). One after the other, since each starts four
 * calls at once, and each call of a dead instance a process: two at a time leave none of them its time on two cores.
 */
async function calls(count: number) {
  const answers: { status: number; isWhole: boolean; tookMs: number }[] = [];
  for (let call = 0; call < count; call += 1) {
    const began = performance.now();
    const { status, body } = await ada.call<Me>('GET /me');
    const isWhole = status === 200 && body.degraded.length === 0;
    answers.push({ status, isWhole, tookMs: performance.now() - began });
  }
  return answers;
}

/** All answer, several times over: every environment has started, and the breakers are closed. */
const allWell = () =>
  until(
    async () => {
      const answers = await calls(10);
      return answers.every(({ isWhole }) => isWhole) && areClosed('users');
    },
    { timeoutMs: 150_000, what: 'whole answers only' },
  );

beforeAll(async () => {
  ada = await shop.customer();
  await allWell();
});
afterEach(() => instances.mend());
afterAll(async () => {
  await functions.restore();
  await allWell();
});

/** 200 calls of GET /me while instance a of users is dead. */
async function callsWithADeadInstance() {
  await instances.break('kill-before', 'users-rpc-a');
  const stop = watchBreaker('users/a');
  const began = Date.now();
  const answers = await calls(200);
  const ended = Date.now();
  const { openedAt: opened } = await stop();
  const touches = (await instances.touched()).map(({ at }) => Date.parse(at));
  return { answers, began, ended, opened, touches };
}

/** Of 200 calls half would go to the dead instance if nobody noticed. */
const MOST_CALLS_OF_DEAD = 20;

describe('with one instance of users dead', () => {
  it('200 calls of GET /me succeed, and the dead instance is called to try it only', async () => {
    const { answers, began, ended, opened, touches } = await withLivingInstance({
      living: 'users/b',
      attempt: callsWithADeadInstance,
      again: async () => {
        await instances.mend();
        await allWell();
      },
    });
    // The health checker may have called the instance down before half of its calls had failed: then no breaker opens.
    const trials = opened > 0 ? touches.filter((at) => at > opened + UNKNOWN_MS) : [];
    const gaps = trials.map((at, index) => at - (trials[index - 1] ?? opened));
    const offsets = touches.map((at) => at - began);
    console.log(
      `200 calls in ${ended - began} ms; open at ${opened - began}; dead instance called at ${offsets} ms`,
    );

    expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
    expect(touches.length).toBeLessThanOrEqual(MOST_CALLS_OF_DEAD);
    expect(gaps.filter((gap) => gap < BREAKER.openMs - 100)).toEqual([]);
    expect(trials.length).toBeLessThanOrEqual(Math.ceil((ended - Math.max(began, opened)) / BREAKER.openMs));
  }, 600_000);
});

describe('with both instances of users dead', () => {
  // What the test before has taught breakers and environments would keep them from an instance for up to a minute.
  beforeAll(async () => {
    await functions.set('gateway-get-me', { NEW_ENVIRONMENTS: 'yes' });
    await Promise.all(['users/a', 'users/b'].map(forgetBreaker));
    await allWell();
  });

  it('GET /me says so in time, and answers again when they are back, without a restart', async () => {
    await instances.break('kill-before', 'users-rpc-a', 'users-rpc-b');
    const answers = await calls(40);

    expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 503));
    expect(Math.max(...answers.map(({ tookMs }) => tookMs))).toBeLessThan(AT_LAST);
    await until(async () => (await breakerOf('users/a')).state !== 'CLOSED', { what: 'an open breaker' });

    await instances.mend();
    await allWell();
  });
});
