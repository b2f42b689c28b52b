import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Discovery } from './discovery.ts';
import type { InstanceState } from './instance.ts';

const instances = (...names: string[]) =>
  names.map((instance) => ({ service: 'users', instance }) as InstanceState);
const namesOf = (found: InstanceState[]) => found.map(({ instance }) => instance).join(' ');

describe('Discovery', () => {
  let now: number;
  let answers: PromiseWithResolvers<InstanceState[]>[];
  const load = vi.fn(() => {
    const answer = Promise.withResolvers<InstanceState[]>();
    answers.push(answer);
    return answer.promise;
  });
  const onError = vi.fn();
  let discovery: Discovery;

  beforeEach(() => {
    now = 0;
    answers = [];
    load.mockClear();
    onError.mockClear();
    discovery = new Discovery({ deployed: instances('deployed'), load, now: () => now, onError });
  });

  const warm = async () => {
    const first = discovery.instances('users');
    answers[0]!.resolve(instances('a'));
    await first;
  };
  const known = async () => namesOf(await discovery.instances('users'));

  it('reads once, however many ask at first, and knows all services then', async () => {
    const first = Promise.all([discovery.instances('users'), discovery.instances('orders')]);
    answers[0]!.resolve([...instances('a', 'b'), { ...instances('x')[0]!, service: 'orders' }]);

    expect((await first).map(namesOf)).toEqual(['a b', 'x']);
    expect(await discovery.instances('nobody')).toEqual([]);
    expect(load).toHaveBeenCalledTimes(1);
  });

  it('reads no more than once in 10 s', async () => {
    await warm();
    for (now = 0; now < 30_000; now += 100) {
      await discovery.instances('users');
      answers.at(-1)!.resolve(instances('a'));
      await Promise.resolve();
    }

    expect(load).toHaveBeenCalledTimes(3);
  });

  it('does not wait once it knows something: the old answer now, the new one as soon as it is there', async () => {
    await warm();
    now = 10_000;

    expect(await known()).toBe('a');
    expect(load).toHaveBeenCalledTimes(2);
    answers[1]!.resolve(instances('a', 'b'));
    await answers[1]!.promise;
    await vi.waitFor(async () => expect(await known()).toBe('a b'));
  });

  it('keeps the last good answer when a read fails, and asks again after 10 s', async () => {
    await warm();
    now = 10_000;
    await known();
    answers[1]!.reject(new Error('throttled'));
    await vi.waitFor(() => expect(onError).toHaveBeenCalledTimes(1));

    now = 19_999;
    expect(await known()).toBe('a');
    expect(load).toHaveBeenCalledTimes(2);
    now = 20_000;
    expect(await known()).toBe('a');
    expect(load).toHaveBeenCalledTimes(3);
  });

  describe('as long as the registry has never answered', () => {
    beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }));
    afterEach(() => void vi.useRealTimers());

    it('gives what was deployed when the read fails, and asks again after 10 s, with nobody waiting', async () => {
      const first = known();
      answers[0]!.reject(new Error('throttled'));
      expect(await first).toBe('deployed');
      expect(onError).toHaveBeenCalledWith(new Error('throttled'));

      now = 9_999;
      expect(await known()).toBe('deployed');
      expect(load).toHaveBeenCalledTimes(1);
      now = 10_000;
      expect(await known()).toBe('deployed');
      expect(load).toHaveBeenCalledTimes(2);
      answers[1]!.resolve(instances('a'));
      await vi.waitFor(async () => expect(await known()).toBe('a'));
    });

    it('waits for the answer no longer than 500 ms, once, whoever asks', async () => {
      const first = Promise.all([known(), known()]);
      await vi.advanceTimersByTimeAsync(499);
      now = 499;
      const last = known();
      const given = vi.fn();
      first.then(given);
      await Promise.resolve();
      expect(given).not.toHaveBeenCalled();
      await vi.advanceTimersByTimeAsync(1);
      now = 500;

      expect(await first).toEqual(['deployed', 'deployed']);
      expect(await last).toBe('deployed');
      expect(await known()).toBe('deployed');
      expect(vi.getTimerCount()).toBe(0);
    });

    it('begins to read while the function starts, and waits from the first question on', async () => {
      discovery.refresh();
      now = 900;
      const first = known();
      answers[0]!.resolve(instances('a'));

      expect(await first).toBe('a');
      expect(load).toHaveBeenCalledTimes(1);
      expect(vi.getTimerCount()).toBe(0);
    });
  });

  it('takes the registry for the truth: what was deployed and is not registered is not called', async () => {
    await warm();
    expect(await known()).toBe('a');
  });

  it('takes a service that nobody has registered for the one that was deployed', async () => {
    const first = known();
    answers[0]!.resolve([]);
    expect(await first).toBe('deployed');
  });

  it('gives a read up that an environment has slept through, and does not honour its late answer', async () => {
    await warm();
    now = 10_000;
    await known();
    now = 3_600_000;
    expect(await known()).toBe('a');
    expect(load).toHaveBeenCalledTimes(3);

    answers[2]!.resolve(instances('new'));
    await vi.waitFor(async () => expect(await known()).toBe('new'));
    answers[1]!.resolve(instances('old'));
    await answers[1]!.promise;
    await Promise.resolve();
    expect(await known()).toBe('new');
  });

  it('has one read under way at a time', async () => {
    await warm();
    now = 10_000;
    await known();
    now = 14_999;
    await known();

    expect(load).toHaveBeenCalledTimes(2);
  });
});
