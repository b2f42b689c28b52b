import { DeleteItemCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { type Count, readRecord } from '@serverless-orders/resilience/breaker';
import { pause } from '../../packages/command-line/wait.ts';
import { clientConfig } from './engine.ts';
import { shopOutputs } from './outputs.ts';

const client = new DynamoDBClient(clientConfig());

/** The breaker of an instance (`users/a`) as all environments share it. */
export async function breakerOf(instance: string) {
  const { Item } = await client.send(
    new GetItemCommand({
      TableName: shopOutputs().breakers,
      Key: { name: { S: instance } },
      ConsistentRead: true,
    }),
  );
  return readRecord(Item);
}

/** Has the breaker of an instance be one that has counted nothing yet, for environments that start from now on. */
export async function forgetBreaker(instance: string): Promise<void> {
  const Key = { name: { S: instance } };
  await client.send(new DeleteItemCommand({ TableName: shopOutputs().breakers, Key }));
}

/** Whether the breakers of both instances of a service are closed. Calls close them: somebody has to make some. */
export async function areClosed(service: string): Promise<boolean> {
  const both = await Promise.all([breakerOf(`${service}/a`), breakerOf(`${service}/b`)]);
  return both.every(({ state }) => state === 'CLOSED');
}

/** An open breaker stays so for seconds, and counts are kept for ten (ms). */
const LOOK_EVERY_MS = 500;

/**
 * Watches the shared breaker of an instance until it is stopped, and says then whether a call of the instance failed meanwhile,
 * and since when its breaker was open, if it opened (ms since 1970, 0 if not).
 */
export function watchBreaker(instance: string): () => Promise<{ failed: boolean; openedAt: number }> {
  const seen = { failed: false, openedAt: 0 };
  let over = false;
  const watching = (async () => {
    const before = await breakerOf(instance);
    for (;;) {
      // Once more at the end: for what came since the look before.
      const isLast = over;
      const { state, since, generation, counts } = await breakerOf(instance);
      if (state === 'OPEN' && seen.openedAt === 0) seen.openedAt = since;
      const isNew = ([slice, { failures }]: [number, Count]) =>
        failures > (before.counts.get(slice)?.failures ?? 0);
      seen.failed ||= generation !== before.generation || [...counts].some(isNew);
      if (isLast) return;
      await pause(LOOK_EVERY_MS);
    }
  })();
  return async () => {
    over = true;
    await watching;
    return seen;
  };
}

interface Attempts<T> {
  /** The instance that has to do its part. */
  living: string;
  /** Brings back what an attempt has left otherwise, before another one. */
  again?: () => Promise<void>;
  attempt: () => Promise<T>;
}

/**
 * What an attempt gave in which the living instance answered all its calls. On a machine that is busy with other tests it
 * may miss its time, which its breaker counts: that tells nothing about how an instance that is gone is gone round.
 *
 * @throws Error when there was no such attempt among five.
 */
export async function withLivingInstance<T>({ living, again, attempt }: Attempts<T>): Promise<T> {
  for (let count = 1; count <= 5; count += 1) {
    const stop = watchBreaker(living);
    const result = await attempt();
    if (!(await stop()).failed) return result;
    console.log(`a call of ${living} failed in attempt ${count}`);
    await again?.();
  }
  throw new Error(`in each of 5 attempts a call of ${living} failed`);
}
