import { describe, expect, it } from 'vitest';
import { newId } from './id.ts';
import { allShards, SHARDS, shardOf } from './shards.ts';

describe('shardOf', () => {
  it.each([SHARDS, 32, 256])('spreads ids evenly over all of %i shards', (shards) => {
    const counts = Array.from({ length: shards }, () => 0);
    for (let count = 0; count < 200 * shards; count += 1) counts[shardOf(newId(), shards)]! += 1;
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(120);
  });

  it.each(['', 'order', '#'])('takes %j too', (id) => {
    expect(allShards()).toContain(shardOf(id));
  });
});
