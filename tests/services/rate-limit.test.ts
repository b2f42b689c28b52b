import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  DeleteTableCommand,
  DynamoDBClient,
  GetItemCommand,
} from '@aws-sdk/client-dynamodb';
import { type Claim, changeOf, DynamoBuckets, RateLimiter } from '@serverless-orders/resilience/rate-limit';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { clientConfig } from '../support/engine.ts';

const LIMIT = { perSecond: 50, burst: 100 };
const client = new DynamoDBClient({ ...clientConfig(), maxAttempts: 1 });
const table = `rate-limits-${randomUUID()}`;
const buckets = new DynamoBuckets({ client, table, limit: LIMIT, timeoutMs: 20_000 });
const now = Date.now();
const one = (at: number): Claim => ({ now: at, first: at, requests: 1 });

beforeAll(async () => {
  await client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'pk', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'pk', KeyType: 'HASH' }],
    }),
  );
});
afterAll(() => client.send(new DeleteTableCommand({ TableName: table })));

const standing = async (key: string) => {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key: { pk: { S: key } }, ConsistentRead: true }),
  );
  return Item && { fullAt: Number(Item.fullAt!.N), expiresAt: Number(Item.expiresAt!.N) };
};

describe('buckets in DynamoDB', () => {
  it('begin full, and are forgotten an hour after their last use', async () => {
    expect(await buckets.take('new', one(now))).toEqual({ passes: true, fullAt: now + 20 });
    expect(await standing('new')).toEqual({ fullAt: now + 20, expiresAt: Math.ceil(now / 1000) + 3_600 });
  });

  it.each([
    ['nothing', undefined],
    ['a time when it was full', now - 5_000],
    ['how it is', now + 20],
  ])('are changed as they are, whoever knows of %s', async (_, known) => {
    const key = randomUUID();
    await buckets.take(key, one(now));
    expect(await buckets.take(key, { now, first: now, requests: 3 }, known)).toEqual({
      passes: true,
      fullAt: now + 80,
    });
  });

  it('are not written to by who knows that nothing fits in, and take in what has passed', async () => {
    const key = randomUUID();
    for (let at = 0; at < 50; at += 1) await buckets.take(key, { now, first: now, requests: 2 });
    const full = now + 2_000;

    expect(await buckets.take(key, one(now), full)).toEqual({ passes: false, fullAt: full });
    expect(await buckets.take(key, one(now))).toEqual({ passes: false, fullAt: full });
    expect(await standing(key)).toMatchObject({ fullAt: full });
    expect(await buckets.take(key, { now, first: now, requests: 3 })).toEqual({
      passes: false,
      fullAt: full + 40,
    });
  });

  it('move as the arithmetic has it, from any guess that was true once', async () => {
    const claims = fc.array(
      fc.record({
        gap: fc.nat(400),
        age: fc.nat(100),
        requests: fc.integer({ min: 1, max: 9 }),
        guess: fc.nat(9),
      }),
      { minLength: 60, maxLength: 60 },
    );
    const [sequence] = fc.sample(claims, { numRuns: 1, seed: 7 });
    const key = randomUUID();
    const seen: (number | undefined)[] = [undefined];
    let at = now;
    for (const { gap, age, requests, guess } of sequence!) {
      at += gap < 200 ? 0 : gap;
      const claim = { now: at, first: at - age, requests };
      const before = seen.at(-1);
      const { passes, set, add = 0 } = changeOf(LIMIT, claim, before);
      const expected = { passes, fullAt: set ?? before! + add };
      const known = seen[Math.max(0, seen.length - 1 - guess)];

      expect(await buckets.take(key, claim, known)).toEqual(expected);
      seen.push(expected.fullAt);
    }
    expect(new Set(seen).size).toBeGreaterThan(30);
  });

  it('hold environments together that come at once', async () => {
    const key = randomUUID();
    const environments = Array.from(
      { length: 8 },
      () => new RateLimiter({ limit: LIMIT, buckets, now: () => now }),
    );
    const waits = await Promise.all(
      environments.map(async (environment) => {
        const own: number[] = [];
        for (let at = 0; at < 25; at += 1) own.push(await environment.take(key));
        return own;
      }),
    );
    const passed = waits.flat().filter((wait) => wait === 0).length;

    expect(passed).toBeGreaterThanOrEqual(100);
    expect(passed).toBeLessThanOrEqual(116);
  });
});

describe('a store that does not answer', () => {
  it('lets everybody pass, without waiting for it again and again', async () => {
    const failures: unknown[] = [];
    const nowhere = new DynamoDBClient({ ...clientConfig(), endpoint: 'http://127.0.0.1:9', maxAttempts: 1 });
    const limiter = new RateLimiter({
      limit: { perSecond: 1, burst: 1 },
      buckets: new DynamoBuckets({ client: nowhere, table, limit: LIMIT, timeoutMs: 500 }),
      onError: (thrown) => failures.push(thrown),
    });
    const waits = [];
    for (let at = 0; at < 20; at += 1) waits.push(await limiter.take('ada'));

    expect(new Set(waits)).toEqual(new Set([0]));
    expect(failures).toHaveLength(1);
  });
});
