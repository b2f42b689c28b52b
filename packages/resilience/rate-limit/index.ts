export { type Claim, changeOf, type Limit } from './bucket.ts';
export { DynamoBuckets } from './dynamo-buckets.ts';
export { RateLimiter, REST_MS } from './rate-limiter.ts';
