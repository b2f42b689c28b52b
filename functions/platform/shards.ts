/**
 * Over how many partitions an index is spread whose range key rises with time: in one, all writes would meet at its end
 * (DynamoDB Developer Guide, "Using write sharding to distribute workloads evenly"). A partition takes 1,000 writes a
 * second, and an order is two of them, so these are 4,000 orders a second; in one, the index would hold up its table at 500.
 */
export const SHARDS = 8;

/** Every shard, for those who look into all of them. */
export const allShards = (): number[] => Array.from({ length: SHARDS }, (_, shard) => shard);

/** The shard of what an id names: of up to 256, since ids end in random hexadecimal digits and the last two are taken. */
export const shardOf = (id: string, shards = SHARDS): number =>
  Number.parseInt(id.slice(-2), 16) & (shards - 1);
