import { REST_MS } from '@serverless-orders/resilience/rate-limit';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../../ops/shop-driver/answer.ts';
import { ShopDriver } from '../../../ops/shop-driver/shop-driver.ts';
import type { ShopUser } from '../../../ops/shop-driver/shop-user.ts';
import { until } from '../../support/engine.ts';
import { loggedSince } from '../../support/logged.ts';
import { shopOutputs } from '../../support/outputs.ts';
import { OwnEnvironment } from '../../support/own-environment.ts';

const shop = new ShopDriver(shopOutputs().api);
const functions = new OwnEnvironment();
/** Few enough for this machine to come above it: at 50 a second two processors are the limit. */
const RATE = '5/20';

const ACCOUNT = 'payments-get-account';

let eve: ShopUser;
beforeAll(async () => {
  eve = await shop.customer();
});
afterEach(() => functions.restore());

/** So many calls, four at a time: more environments than processors wait for the table longer than they do in operation. */
async function calls(count: number, call: () => Promise<Answer>): Promise<Answer[]> {
  const answers: Answer[] = [];
  const worker = async () => {
    while (count > 0) {
      count -= 1;
      answers.push(await call());
    }
  };
  await Promise.all(Array.from({ length: 4 }, worker));
  return answers;
}

const refused = (answers: Answer[]) => answers.filter(({ status }) => status === 429);

/**
 * What came of a burst during which every environment of a function could count: one that starts while others do may
 * wait for the table longer than it does in operation, says so in its log, and counts nothing for a while.
 */
async function counted<T>(fn: string, burst: () => Promise<T>): Promise<T> {
  const isCounting = async (ms = 0) =>
    (await loggedSince(fn, 'requests are not counted for a while', REST_MS + ms)) === 0;
  for (let attempt = 1; attempt <= 4; attempt += 1) {
    await until(() => isCounting(), { what: `every environment of ${fn} to count again` });
    const begun = Date.now();
    const result = await burst();
    if (await isCounting(Date.now() - begun)) return result;
  }
  throw new Error('in each of 4 bursts some environment could not reach the table in time');
}

/** 200 requests of somebody new. */
async function burstOfOne(): Promise<{ ada: ShopUser; answers: Answer[]; seconds: number }> {
  const ada = await shop.customer();
  const begun = Date.now();
  const answers = await calls(200, () => ada.call('GET /payments/account'));
  return { ada, answers, seconds: (Date.now() - begun) / 1000 };
}

describe('a customer who sends 200 requests at once', () => {
  it('is asked to come back later, while nobody else is, and is answered then', async () => {
    await functions.set(ACCOUNT, { RATE_LIMIT: RATE });
    const { ada, answers, seconds } = await counted(ACCOUNT, burstOfOne);
    const turnedAway = refused(answers);

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
    // An environment counts 2 % of a burst of 20 too few: none.
    expect(answers.length - turnedAway.length).toBeLessThanOrEqual(20 + 5 * seconds + 1);
    expect((await eve.call('GET /payments/account')).status).toBe(200);
    const { body, headers } = turnedAway[0]!;
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(body).toMatchObject({ status: 429, title: 'Too Many Requests', errors: [] });
    const retryAfter = headers.get('retry-after')!;
    expect(retryAfter).toMatch(/^[1-9]\d*$/);

    await new Promise((resolve) => setTimeout(resolve, Number(retryAfter) * 1_000));
    expect((await ada.call('GET /payments/account')).status).toBe(200);
  }, 300_000);
});

describe('a customer who makes 100 calls at once by RPC', () => {
  it('is told so in the way of the protocol', async () => {
    await functions.set('gateway-call-rpc', { RATE_LIMIT: '1/10' });
    const route = 'POST /rpc/users.v1.UserService/GetUser';
    const answers = await counted('gateway-call-rpc', () =>
      calls(100, () => eve.call(route, { body: { id: eve.id } })),
    );

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200, 429]));
    expect(refused(answers)[0]!.body).toMatchObject({ code: 'resource_exhausted' });
  }, 300_000);
});

describe('an address that nobody has signed in from', () => {
  it('is limited where work is done for it, whoever it asks for', async () => {
    await functions.set('users-revoke-token', { RATE_LIMIT: '1/5' });
    const revoke = () => shop.call('POST /auth/revoke', { body: { refreshToken: crypto.randomUUID() } });
    const answers = await counted('users-revoke-token', () => calls(60, revoke));

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204, 429]));
    expect(refused(answers)[0]!.headers.get('retry-after')).toMatch(/^[1-9]\d*$/);
  }, 300_000);
});
