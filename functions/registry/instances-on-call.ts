import type { RegisteredInstance } from '@serverless-orders/resilience/discovery';
import { log } from '../platform/log.ts';
import { ServiceError } from '../platform/service-error.ts';
import type { InstanceId, RegistryRepository } from './repository.ts';

/** What operators on call do with instances. It takes effect within 10 s, for so long callers keep what they have read. */
export class InstancesOnCall {
  readonly #registry: RegistryRepository;

  constructor(registry: RegistryRepository) {
    this.#registry = registry;
  }

  async list(): Promise<RegisteredInstance[]> {
    return (await this.#registry.read()).instances;
  }

  /**
   * Takes an instance out of service: nobody begins another call to it, and those under way end as they would have.
   *
   * @throws ServiceError `notFound`.
   */
  async drain(id: InstanceId, reason: string, by: string): Promise<RegisteredInstance> {
    await this.#get(id);
    await this.#registry.drain(id, { reason, by, since: new Date().toISOString() });
    log.info('instance drained', { ...id, by });
    return this.#get(id);
  }

  /** @throws ServiceError `notFound`. */
  async restore(id: InstanceId, by: string): Promise<RegisteredInstance> {
    await this.#get(id);
    await this.#registry.restore(id);
    log.info('instance restored', { ...id, by });
    return this.#get(id);
  }

  async #get({ service, instance }: InstanceId): Promise<RegisteredInstance> {
    const found = (await this.list()).find((one) => one.service === service && one.instance === instance);
    if (!found) throw new ServiceError('notFound', 'There is no such instance.');
    return found;
  }
}
