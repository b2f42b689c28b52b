import { expect, it, vi } from 'vitest';
import { inRounds } from './rounds.ts';

const rounds = async (options: { seconds: number; least: number; most: number }, eachMs: number) => {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  const indexes: number[] = [];
  try {
    const count = await inRounds(options, async (index) => {
      indexes.push(index);
      now += eachMs;
    });
    return { count, indexes };
  } finally {
    clock.mockRestore();
  }
};

it.each([
  ['as many as fit', { seconds: 10, least: 1, most: 99 }, 3_000, 3],
  ['the least, though they take longer', { seconds: 1, least: 2, most: 99 }, 3_000, 2],
  ['no more than the most', { seconds: 100, least: 1, most: 4 }, 1_000, 4],
])('measures %s', async (_title, options, eachMs, count) => {
  expect(await rounds(options, eachMs)).toEqual({
    count,
    indexes: Array.from({ length: count }, (_, at) => at),
  });
});
