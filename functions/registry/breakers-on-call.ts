import { type BreakerStore, type BreakerView, viewOf } from '@serverless-orders/resilience/breaker';
import { instanceName } from '@serverless-orders/resilience/discovery';
import { log } from '../platform/log.ts';
import { ServiceError } from '../platform/service-error.ts';
import type { InstanceId, RegistryRepository } from './repository.ts';

interface Force {
  state: 'OPEN' | 'CLOSED';
  seconds: number;
  reason: string;
}

/** What operators on call do with circuit breakers. It takes effect within 2 s, for so long callers keep what they have read. */
export class BreakersOnCall {
  readonly #registry: RegistryRepository;
  readonly #store: BreakerStore;

  constructor(registry: RegistryRepository, store: BreakerStore) {
    this.#registry = registry;
    this.#store = store;
  }

  /** @throws ServiceError `notFound`. */
  async force(id: InstanceId, { state, seconds, reason }: Force, by: string): Promise<BreakerView> {
    const now = Date.now();
    return this.#set(id, { state, reason, by, until: now + seconds * 1000 }, by, now);
  }

  /** @throws ServiceError `notFound`. */
  async release(id: InstanceId, by: string): Promise<BreakerView> {
    return this.#set(id, undefined, by, Date.now());
  }

  async #set(id: InstanceId, forced: Parameters<BreakerStore['force']>[1], by: string, now: number) {
    const name = instanceName(id);
    const { instances } = await this.#registry.read();
    if (!instances.some((instance) => instanceName(instance) === name))
      throw new ServiceError('notFound', 'There is no such instance.');
    const record = await this.#store.force(name, forced, now);
    log.warn(forced ? 'breaker forced' : 'breaker released', { name, by, state: forced?.state });
    return viewOf(name, record, now);
  }
}
