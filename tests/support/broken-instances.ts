import { type AppliedFault, type FaultKind, Faults } from '@serverless-orders/localstack';
import { engineEndpoint } from './engine.ts';

/** What is in the payload of a call, and not in that of the health check. */
const CALLS = '"rpc"';

/**
 * Breaks instances for those who call them, and puts them right. The health check still finds them well, so that what keeps calls
 * away from them is the breaker and nothing else.
 *
 * @example
 * const instances = new BrokenInstances();
 * afterEach(() => instances.mend());
 * await instances.break('kill-before', 'users-rpc-a', 'users-rpc-b');
 */
export class BrokenInstances {
  readonly #faults = new Faults(engineEndpoint());
  readonly #plan = 'broken-instances';

  async break(fault: FaultKind, ...instances: string[]): Promise<void> {
    const rules = instances.map((instance) => ({
      function: instance,
      match: CALLS,
      times: 'always' as const,
      fault,
      // Longer than anybody waits for an instance.
      ...(fault === 'delay' && { ms: 6_000 }),
    }));
    await this.#faults.plan(this.#plan, rules);
  }

  /** The calls that came to broken instances. */
  touched(): Promise<AppliedFault[]> {
    return this.#faults.applied(this.#plan);
  }

  async mend(): Promise<void> {
    await this.#faults.clear(this.#plan);
  }
}
