import { describe, expect, it } from 'vitest';
import { again } from './again.ts';

const answer = (status: number) =>
  status === 0
    ? { error: new Error('no answer') }
    : status < 300
      ? { data: 'done', response: new Response('', { status }) }
      : { error: { title: 'no' }, response: new Response('', { status }) };

/** Gives these answers, one after the other. */
function answers(...statuses: number[]) {
  const left = [...statuses];
  return { left, call: async () => answer(left.shift()!) };
}

describe('again', () => {
  it.each([
    ['at once', [201], undefined],
    ['after no answer, a throttle and failures', [0, 429, 500, 503, 200], undefined],
    ['after a refusal that passes', [409, 201], [409]],
  ])('has it done %s', async (_, statuses, passing) => {
    const { left, call } = answers(...statuses);

    await expect(again('it', call, { timeoutMs: 10_000, passing })).resolves.toBe('done');
    expect(left).toEqual([]);
  });

  it.each([
    ['a refusal', [400, 200], 10_000],
    ['a refusal that does not pass', [409, 200], 10_000],
    ['whatever there was when the time is over', [503, 503], -1],
  ])('gives up with %s', async (_, statuses, timeoutMs) => {
    const { left, call } = answers(...statuses);

    await expect(again('it', call, { timeoutMs })).rejects.toThrow(`it was answered by ${statuses[0]}`);
    expect(left).toHaveLength(1);
  });
});
