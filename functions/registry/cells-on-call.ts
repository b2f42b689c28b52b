import type { RegisteredCell } from '../../packages/resilience/discovery/cell.ts';
import { log } from '../platform/log.ts';
import { ServiceError } from '../platform/service-error.ts';
import type { CellId, RegistryRepository } from './repository.ts';

/** What people on call do with cells. It takes effect within 10 s, for so long callers keep what they have read. */
export class CellsOnCall {
  readonly #registry: RegistryRepository;

  constructor(registry: RegistryRepository) {
    this.#registry = registry;
  }

  async list(): Promise<RegisteredCell[]> {
    return (await this.#registry.read()).cells;
  }

  /**
   * Takes a cell out of service: nobody begins another call to it, and those under way end as they would have.
   *
   * @throws ServiceError `notFound`.
   */
  async drain(id: CellId, reason: string, by: string): Promise<RegisteredCell> {
    await this.#get(id);
    await this.#registry.drain(id, { reason, by, since: new Date().toISOString() });
    log.info('cell drained', { ...id, by });
    return this.#get(id);
  }

  /** @throws ServiceError `notFound`. */
  async restore(id: CellId, by: string): Promise<RegisteredCell> {
    await this.#get(id);
    await this.#registry.restore(id);
    log.info('cell restored', { ...id, by });
    return this.#get(id);
  }

  async #get({ service, cell }: CellId): Promise<RegisteredCell> {
    const found = (await this.list()).find((one) => one.service === service && one.cell === cell);
    if (!found) throw new ServiceError('notFound', 'There is no such cell.');
    return found;
  }
}
