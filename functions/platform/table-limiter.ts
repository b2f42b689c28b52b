import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoBuckets, type Limit, RateLimiter } from '@serverless-orders/resilience/rate-limit';
import { awsClient } from './aws-client.ts';

interface TableLimiterOptions {
  /** The table's name; its key is `pk`, its TTL `expiresAt`. */
  table: string;
  limit: Limit;
  /** A call to the table that takes longer counts as failed (ms). */
  timeoutMs: number;
  onError?: (thrown: unknown) => void;
}

/**
 * A limiter whose buckets are in a DynamoDB table. A call is not tried twice: whoever waits for it has come for
 * something else.
 */
export function tableLimiter({ table, limit, timeoutMs, onError }: TableLimiterOptions): RateLimiter {
  const client = awsClient(DynamoDBClient, { maxAttempts: 1 });
  return new RateLimiter({ limit, buckets: new DynamoBuckets({ client, table, limit, timeoutMs }), onError });
}
