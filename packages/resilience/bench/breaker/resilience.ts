import { Balancer } from '../../balancer/balancer.ts';
import { Breakers } from '../../breaker/breakers.ts';
import type { BreakerSettings } from '../../breaker/machine.ts';
import { type BreakerStore, MemoryBreakerStore } from '../../breaker/store.ts';
import { resilientCall } from '../../call/resilient-call.ts';
import { RetryBudget } from '../../call/retry-budget.ts';
import { Starting } from '../../call/starting.ts';
import { Discovery } from '../../discovery/discovery.ts';
import type { InstanceState } from '../../discovery/instance.ts';
import { type Contender, latency, OPTIONS, type StoreCalls } from './contender.ts';

function slow(store: BreakerStore, calls: StoreCalls, latencyMs: number): BreakerStore {
  const counted =
    <A extends unknown[], T>(what: keyof StoreCalls, call: (...args: A) => Promise<T>) =>
    async (...args: A): Promise<T> => {
      calls[what] += 1;
      await latency(latencyMs);
      return call(...args);
    };
  return {
    read: counted('reads', (names) => store.read(names)),
    count: counted('writes', (name, count) => store.count(name, count)),
    change: counted('writes', (name, change) => store.change(name, change)),
    force: counted('writes', (name, forced, now) => store.force(name, forced, now)),
  };
}

const breakerWith = (title: string, settings: Partial<BreakerSettings>): Contender => ({
  title,
  world(latencyMs) {
    const truth = new MemoryBreakerStore();
    const calls = { reads: 0, writes: 0 };
    return {
      calls,
      environment(call) {
        const breakers = new Breakers({ store: slow(truth, calls, latencyMs), settings });
        return async () => {
          const pass = await breakers.admit('users/a');
          try {
            const answer = await call();
            await breakers.settle(pass, 'success');
            return answer;
          } catch (thrown) {
            await breakers.settle(pass, 'failure');
            throw thrown;
          }
        };
      },
    };
  },
});

/** The breaker alone. */
export const ownBreaker = breakerWith('this package, the breaker', OPTIONS);

/** As its defaults have it: where many call, a few failures are no outage, so half of the calls have to fail. */
export const ownByShare = breakerWith('the same, when half of the calls fail', { ...OPTIONS, share: 0.5 });

const instance = (name: string): InstanceState => ({
  service: 'users',
  instance: name,
  address: name,
  protocols: [],
  version: '1',
  weight: 1,
  registeredAt: '2026-11-25T00:00:00Z',
  health: 'healthy',
  drained: false,
});

/** With all that belongs to a call between services: discovery, balancer, deadline, retry budget. */
export const ownCall: Contender = {
  title: 'this package, the whole call',
  world(latencyMs) {
    const truth = new MemoryBreakerStore();
    const calls = { reads: 0, writes: 0 };
    const instances = [instance('a'), instance('b')];
    return {
      calls,
      environment(call) {
        const options = {
          service: 'users',
          discovery: new Discovery({ load: async () => instances }),
          balancer: new Balancer(),
          breakers: new Breakers({ store: slow(truth, calls, latencyMs), settings: OPTIONS }),
          deadlineMs: 1_000,
          idempotent: true,
          starting: new Starting(),
          retryBudget: new RetryBudget(),
        };
        return () => resilientCall(options, call);
      },
    };
  },
};
