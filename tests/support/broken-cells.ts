import { type AppliedFault, type FaultKind, Faults } from '../../localstack/faults/faults.ts';
import { engineEndpoint } from './engine.ts';

/** What is in the payload of a call, and not in that of the prober. */
const CALLS = '"rpc"';

/**
 * Breaks cells for those who call them, and puts them right. The prober still finds them well, so that what keeps calls
 * away from them is the breaker and nothing else.
 *
 * @example
 * const cells = new BrokenCells();
 * afterEach(() => cells.mend());
 * await cells.break('kill-before', 'users-rpc-a', 'users-rpc-b');
 */
export class BrokenCells {
  readonly #faults = new Faults(engineEndpoint());
  readonly #plan = 'broken-cells';

  async break(fault: FaultKind, ...cells: string[]): Promise<void> {
    const rules = cells.map((cell) => ({
      function: cell,
      match: CALLS,
      times: 'always' as const,
      fault,
      // Longer than anybody waits for a cell.
      ...(fault === 'delay' && { ms: 6_000 }),
    }));
    await this.#faults.plan(this.#plan, rules);
  }

  /** The calls that came to broken cells. */
  touched(): Promise<AppliedFault[]> {
    return this.#faults.applied(this.#plan);
  }

  async mend(): Promise<void> {
    await this.#faults.clear(this.#plan);
  }
}
