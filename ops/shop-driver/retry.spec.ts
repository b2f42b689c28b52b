import { describe, expect, it } from 'vitest';
import { NEVER, type RetryPolicy, retry, WHILE_FAILING, WHILE_UNAVAILABLE } from './retry.ts';

/** Gives answers of these statuses, one after the other; 0 for none. */
function answers(...statuses: number[]) {
  const left = [...statuses];
  const call = async () => {
    const status = left.shift()!;
    if (status === 0) throw new Error('no answer');
    return { status };
  };
  return { left, call };
}

const quickly = (policy: RetryPolicy) => ({ ...policy, everyMs: 1 });

describe('retry', () => {
  it.each<[string, RetryPolicy, number[], rest: number[]]>([
    ['is content with an answer that lasts', WHILE_FAILING, [201, 200], [200]],
    ['goes on after no answer, a throttle and failures', WHILE_FAILING, [0, 429, 500, 503, 200], []],
    ['goes on while the shop is unavailable', WHILE_UNAVAILABLE, [503, 504, 200], []],
    ['takes a failure for an answer when told to', WHILE_UNAVAILABLE, [500, 200], [200]],
    ['takes a rejection for an answer', WHILE_FAILING, [409, 200], [200]],
    ['asks once when told to', NEVER, [503, 200], [200]],
    ['gives up with the last answer', { ...WHILE_FAILING, timeoutMs: -1 }, [503, 200], [200]],
  ])('%s', async (_, policy, statuses, rest) => {
    const { left, call } = answers(...statuses);

    const { status } = await retry(call, quickly(policy));

    expect(left).toEqual(rest);
    expect(status).toBe(statuses[statuses.length - rest.length - 1]);
  });

  it.each([
    ['when nothing else came in time', { ...WHILE_FAILING, timeoutMs: -1 }],
    ['when that may not be asked again', NEVER],
  ])('throws what was thrown instead of an answer, %s', async (_, policy) => {
    const { left, call } = answers(0, 200);

    await expect(retry(call, quickly(policy))).rejects.toThrow('no answer');
    expect(left).toEqual([200]);
  });
});
