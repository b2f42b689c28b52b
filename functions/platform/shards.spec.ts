import { describe, expect, it } from 'vitest';
import { newId } from './id.ts';
import { allShards, SHARDS, shardOf } from './shards.ts';

describe('shardOf', () => {
  it('spreads ids evenly over all shards', () => {
    const counts = allShards().map(() => 0);
    for (let count = 0; count < 1_000 * SHARDS; count += 1) counts[shardOf(newId())]! += 1;
    for (const count of counts) expect(Math.abs(count - 1_000)).toBeLessThan(200);
  });

  it.each(['', 'order', '#'])('takes %j too', (id) => {
    expect(allShards()).toContain(shardOf(id));
  });
});
