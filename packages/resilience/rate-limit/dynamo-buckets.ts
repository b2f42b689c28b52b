import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
  type UpdateItemCommandInput,
} from '@aws-sdk/client-dynamodb';
import { type Change, type Claim, changeOf, type Limit } from './bucket.ts';
import type { Buckets } from './rate-limiter.ts';

interface DynamoBucketsOptions {
  client: DynamoDBClient;
  /** A table whose key is `pk` alone, with `expiresAt` (seconds since 1970) as its TTL. */
  table: string;
  limit: Limit;
  /** A call that takes longer counts as failed (ms). */
  timeoutMs: number;
}

/** A guess fails when others were there meanwhile, and then names what is so: more than twice is rare. */
const GUESSES = 4;

/** How long a bucket that nobody uses is kept (seconds). It is full long before, and a full one need not be there. */
const KEPT_SECONDS = 60 * 60;

const number = (value: number) => ({ N: String(value) });

/**
 * Buckets in a DynamoDB table: one item each, one conditional UpdateItem for a claim. It is not read before: the change
 * is made for the bucket as it was last seen, and when it is otherwise, the failed condition brings it along. A rejection
 * of a single request writes nothing when the bucket was known to be too full.
 */
export class DynamoBuckets implements Buckets {
  readonly #options: DynamoBucketsOptions;

  constructor(options: DynamoBucketsOptions) {
    this.#options = options;
  }

  /** @throws what the SDK throws, an AbortError after `timeoutMs`, or Error when others came in between each time. */
  async take(key: string, claim: Claim, known?: number): Promise<{ passes: boolean; fullAt: number }> {
    const abortSignal = AbortSignal.timeout(this.#options.timeoutMs);
    let guess = known;
    for (let attempt = 1; attempt <= GUESSES; attempt += 1) {
      const change = changeOf(this.#options.limit, claim, guess);
      if (change.add === 0) return { passes: false, fullAt: guess! };
      try {
        const { Attributes } = await this.#options.client.send(
          new UpdateItemCommand(this.#update(key, claim, change)),
          { abortSignal },
        );
        return { passes: change.passes, fullAt: Number(Attributes!.fullAt!.N) };
      } catch (thrown) {
        if (!(thrown instanceof ConditionalCheckFailedException)) throw thrown;
        guess = thrown.Item?.fullAt && Number(thrown.Item.fullAt.N);
      }
    }
    throw new Error(`others changed the bucket ${GUESSES} times in between`);
  }

  #update(key: string, { now }: Claim, { from, to, set, add = 0 }: Change): UpdateItemCommandInput {
    const within =
      from === undefined
        ? 'attribute_not_exists(pk) OR fullAt < :to'
        : to === Number.POSITIVE_INFINITY
          ? 'fullAt > :from'
          : 'fullAt BETWEEN :from AND :to';
    return {
      TableName: this.#options.table,
      Key: { pk: { S: key } },
      UpdateExpression: `SET expiresAt = :expiry, fullAt = ${set === undefined ? 'fullAt + ' : ''}:change`,
      ConditionExpression: within,
      ExpressionAttributeValues: {
        ':expiry': number(Math.ceil(now / 1000) + KEPT_SECONDS),
        ':change': number(set ?? add),
        ...(from !== undefined && { ':from': number(from) }),
        ...(to !== Number.POSITIVE_INFINITY && { ':to': number(to) }),
      },
      ReturnValues: 'UPDATED_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    };
  }
}
