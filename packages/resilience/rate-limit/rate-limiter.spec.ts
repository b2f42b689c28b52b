import * as fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Claim, changeOf, costOf, type Limit } from './bucket.ts';
import { type Buckets, RateLimiter } from './rate-limiter.ts';

const LIMIT: Limit = { perSecond: 50, burst: 100 };
const BEGINNING = Date.UTC(2026, 0, 1);

/** A store in memory: what DynamoDB does, without what it knows of others. */
class MemoryBuckets implements Buckets {
  readonly fullAt = new Map<string, number>();
  calls = 0;
  readonly #limit: Limit;

  constructor(limit: Limit) {
    this.#limit = limit;
  }

  async take(key: string, claim: Claim) {
    this.calls += 1;
    const before = this.fullAt.get(key);
    const { passes, set, add = 0 } = changeOf(this.#limit, claim, before);
    const fullAt = set ?? before! + add;
    this.fullAt.set(key, fullAt);
    return { passes, fullAt };
  }
}

function shopOf(environments: number, limit: Limit = LIMIT) {
  let time = BEGINNING;
  const buckets = new MemoryBuckets(limit);
  const limiters = Array.from(
    { length: environments },
    () => new RateLimiter({ limit, buckets, now: () => time }),
  );
  return {
    buckets,
    wait: (ms: number) => {
      time += ms;
    },
    now: () => time,
    take: (environment = 0, key = 'ada') => limiters[environment % environments]!.take(key),
  };
}

/** So many requests at once, by so many environments in turn; how many passed. */
async function burst(shop: ReturnType<typeof shopOf>, requests: number, environments = 1) {
  let passed = 0;
  for (let at = 0; at < requests; at += 1) if ((await shop.take(at % environments)) === 0) passed += 1;
  return passed;
}

describe('RateLimiter > take', () => {
  it('lets a burst pass, and after it what a second makes good', async () => {
    const shop = shopOf(1);

    expect(await burst(shop, 200)).toBe(100);
    shop.wait(1_000);
    expect(await burst(shop, 200)).toBe(50);
  });

  it('says how long to wait, and keeps its word', async () => {
    const shop = shopOf(1);
    await burst(shop, 200);
    const wait = await shop.take();

    expect(wait).toBe(costOf(LIMIT));
    shop.wait(wait);
    expect(await shop.take()).toBe(0);
  });

  it("knows no customer's requests for another's", async () => {
    const shop = shopOf(1);
    await burst(shop, 200);
    expect(await shop.take(0, 'eve')).toBe(0);
  });

  it('makes no call for who comes seldom', async () => {
    const shop = shopOf(1);
    for (let at = 0; at < 100; at += 1) {
      expect(await shop.take()).toBe(0);
      shop.wait(1_000);
    }
    expect(shop.buckets.calls).toBe(0);
  });

  it('makes one call for three requests of who comes often, and none for who has to wait', async () => {
    const shop = shopOf(1);
    for (let at = 0; at < 90; at += 1) {
      await shop.take();
      shop.wait(100);
    }
    expect(shop.buckets.calls).toBe(30);
    await burst(shop, 500);
    const { calls } = shop.buckets;
    await burst(shop, 500);
    expect(shop.buckets.calls).toBe(calls);
  });

  it('counts 2 % of the burst too few in each environment at most', async () => {
    const shop = shopOf(10);
    const passed = await burst(shop, 1_000, 10);
    expect(passed).toBeGreaterThanOrEqual(100);
    expect(passed).toBeLessThanOrEqual(120);
  });

  it('lets all pass while the store fails, and leaves it alone for a while', async () => {
    let time = BEGINNING;
    const take = vi.fn(() => Promise.reject(new Error('away')));
    const onError = vi.fn();
    const limiter = new RateLimiter({ limit: LIMIT, buckets: { take }, onError, now: () => time });
    for (let at = 0; at < 500; at += 1) expect(await limiter.take('ada')).toBe(0);

    expect(take).toHaveBeenCalledTimes(1);
    expect(onError).toHaveBeenCalledTimes(1);
    time += 5_000;
    await limiter.take('ada');
    await limiter.take('ada');
    await limiter.take('ada');
    expect(take).toHaveBeenCalledTimes(2);
  });
});

const anyLimit = fc.record({
  perSecond: fc.integer({ min: 1, max: 200 }),
  burst: fc.integer({ min: 1, max: 300 }),
});
const anyRequests = fc.array(
  fc.record({
    environment: fc.nat(19),
    gap: fc.oneof({ weight: 6, arbitrary: fc.nat(30) }, { weight: 1, arbitrary: fc.nat(3_000) }),
  }),
  { minLength: 1, maxLength: 400, size: 'max' },
);
const RUNS = { numRuns: 400 };

describe('RateLimiter, whoever comes when', () => {
  it('lets no more pass than the limit and 2 % of it for each environment, in any span of time', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyLimit,
        fc.integer({ min: 1, max: 20 }),
        anyRequests,
        async (limit, environments, requests) => {
          const shop = shopOf(environments, limit);
          const passed: number[] = [];
          for (const { environment, gap } of requests) {
            shop.wait(gap);
            if ((await shop.take(environment)) === 0) passed.push(shop.now());
          }
          const unreported = Math.floor(limit.burst * 0.02) / limit.burst;
          for (let from = 0; from < passed.length; from += 1) {
            for (let to = from; to < passed.length; to += 1) {
              const seconds = (passed[to]! - passed[from]!) / 1000;
              const most = (limit.burst + limit.perSecond * seconds) * (1 + unreported * environments);
              if (to - from + 1 > most + 1e-6) {
                throw new Error(`${to - from + 1} passed in ${seconds} s, and ${most} may`);
              }
            }
          }
        },
      ),
      RUNS,
    );
  });

  it('turns nobody away who keeps to the limit', async () => {
    await fc.assert(
      fc.asyncProperty(
        anyLimit,
        fc.integer({ min: 1, max: 10 }),
        anyRequests,
        async (limit, environments, requests) => {
          const shop = shopOf(environments, limit);
          for (const { environment, gap } of requests) {
            shop.wait(costOf(limit) + gap);
            expect(await shop.take(environment)).toBe(0);
          }
        },
      ),
      RUNS,
    );
  });

  it('lets the next one pass after the wait that it asked for, unless others came', async () => {
    await fc.assert(
      fc.asyncProperty(anyLimit, anyRequests, async (limit, requests) => {
        const shop = shopOf(20, limit);
        for (const { environment, gap } of requests) {
          shop.wait(gap);
          const wait = await shop.take(environment);
          if (wait === 0) continue;
          shop.wait(wait + 1e-3);
          const again = await shop.take(environment);
          // What others have told meanwhile is in its way at most once.
          if (again > 0) {
            shop.wait(again + 1e-3);
            expect(await shop.take(environment)).toBe(0);
          }
        }
      }),
      RUNS,
    );
  });
});
