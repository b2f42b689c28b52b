import {
  Balancer,
  Breakers,
  Discovery,
  MemoryBreakerStore,
  RetryBudget,
  resilientCall,
  Starting,
} from '@serverless-orders/resilience';

const instance = (name: string) => ({
  service: 'users',
  instance: name,
  address: `users-rpc-${name}`,
  protocols: ['connect'],
  weight: 1,
  health: 'unknown' as const,
  drained: false,
});

// One of each for an environment. DynamoBreakerStore and tableRegistry share what is known with all others.
const environment = {
  discovery: new Discovery({ deployed: [instance('a'), instance('b')], load: async () => [] }),
  balancer: new Balancer(),
  breakers: new Breakers({ store: new MemoryBreakerStore() }),
  starting: new Starting(),
  retryBudget: new RetryBudget(),
};

/** The name of a user, or "somebody" when no instance answers within half a second. */
export const nameOf = (id: string, call: (address: string, signal: AbortSignal) => Promise<string>) =>
  resilientCall(
    {
      ...environment,
      service: 'users',
      deadlineMs: 500,
      idempotent: true,
      fallback: () => `somebody (${id})`,
    },
    ({ address }, { signal }) => call(address, signal),
  );
