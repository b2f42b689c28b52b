import { describe, expect, it } from 'vitest';
import { Follower } from './follow.ts';
import type { Line } from './line.ts';

/** A world of lines, each of which can be read some time after it was written. */
function world() {
  let now = 0;
  const lines: (Line & { seenAt: number })[] = [];
  const shown: number[] = [];
  const asked: number[] = [];
  const follower = new Follower({
    read: async (from) => {
      asked.push(from);
      return lines.filter(({ at, seenAt }) => at >= from && seenAt <= now);
    },
    print: (some) => shown.push(...some.map(({ at }) => at)),
    from: 0,
    holdMs: 100,
    lateMs: 500,
    now: () => now,
  });
  return {
    shown,
    asked,
    follower,
    write: (at: number, seenAt = at, fn = 'a') =>
      lines.push({ id: `${fn}${at}`, at, seenAt, fn, stream: 's', text: '' }),
    at: async (time: number) => {
      now = time;
      await follower.step();
    },
  };
}

describe('Follower', () => {
  it('shows each line once', async () => {
    const { at, write, shown } = world();
    write(10);
    for (const time of [200, 300, 400]) await at(time);
    expect(shown).toEqual([10]);
  });

  it('waits for what other functions wrote before', async () => {
    const { at, write, shown } = world();
    write(50, 50, 'a');
    write(20, 120, 'b');
    await at(60);
    expect(shown).toEqual([]);
    await at(200);
    expect(shown).toEqual([20, 50]);
  });

  it('shows what comes too late for its place, but not what comes later than it says', async () => {
    const { at, write, shown } = world();
    write(50);
    write(20, 400, 'b');
    write(30, 2_000, 'c');
    await at(200);
    await at(450);
    expect(shown).toEqual([50, 20]);
    await at(1_500);
    await at(2_100);
    expect(shown).toEqual([50, 20]);
  });

  it('asks for no more than may be new', async () => {
    const { at, asked } = world();
    for (const time of [100, 1_000, 2_000]) await at(time);
    expect(asked).toEqual([0, 0, 500]);
  });

  it('shows at its end what it held back', async () => {
    const { at, write, shown, follower } = world();
    write(990);
    await at(1_000);
    expect(shown).toEqual([]);
    follower.end();
    expect(shown).toEqual([990]);
  });
});
