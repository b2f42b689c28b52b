import type { CellState, Health } from '../discovery/cell.ts';
import { afterCall, EJECTION, type EjectionSettings, type Seen, UNSEEN } from './ejection.ts';
import { noCellAvailable } from './no-cell-available.ts';
import { anywhereInTurn, nextInTurn } from './smooth-weighted.ts';

export interface BalancerOptions {
  ejection?: Partial<EjectionSettings>;
  /** From 0 up to 1: where the first round begins. */
  random?: () => number;
  /** Now, in ms since 1970. */
  now?: () => number;
}

interface Known {
  credits: Map<string, number>;
  seen: Map<string, Seen>;
}

/** Cells are called from the best kind that there is. Those that are down are not called at all. */
const PREFERENCE: Health[] = ['healthy', 'degraded', 'unknown'];

/**
 * Spreads the calls of one environment over the cells of a service: in turn, by weight. A cell that fails several times in
 * a row here is left out for a while, whatever the registry says; when all are, none is, because a call that may fail
 * is better than one that is refused (Envoy's panic threshold).
 *
 * Healthy cells come first. Degraded ones answer, if badly, so they come next; unknown ones last: a dead prober is
 * no outage. Drained cells and those that are down get nothing.
 *
 * @example
 * const cell = balancer.pick(await discovery.cells('users'));
 * try { await call(cell); balancer.report(cell, { ok: true }); }
 * catch (thrown) { balancer.report(cell, { ok: false }); throw thrown; }
 */
export class Balancer {
  readonly #ejection: EjectionSettings;
  readonly #random: () => number;
  readonly #now: () => number;
  readonly #known = new Map<string, Known>();

  constructor({ ejection = {}, random = Math.random, now = Date.now }: BalancerOptions = {}) {
    this.#ejection = { ...EJECTION, ...ejection };
    this.#random = random;
    this.#now = now;
  }

  /**
   * The cell that is to be called next.
   *
   * @param cells all cells of one service.
   * @param options.except names (`a`) of cells that this call has tried.
   * @throws NoCellAvailable when none can be called: at once, and saying what is the matter with each.
   */
  pick(
    cells: readonly CellState[],
    options: { service?: string; except?: ReadonlySet<string> } = {},
  ): CellState {
    const { except, service = cells[0]?.service ?? 'the service' } = options;
    const usable = cells.filter((cell) => !cell.drained && cell.health !== 'down' && !except?.has(cell.cell));
    if (usable.length === 0) throw noCellAvailable(service, cells, except);
    const { credits, seen } = this.#knownOf(service, cells);
    const now = this.#now();
    const here = usable.filter(({ cell }) => (seen.get(cell)?.ejectedUntil ?? 0) <= now);
    const among = here.length > 0 ? here : usable;
    const best = PREFERENCE.find((health) => among.some((cell) => cell.health === health));
    return nextInTurn(
      among.filter((cell) => cell.health === best),
      credits,
    );
  }

  /** What came of a call: `ok` when the cell answered, be it with a refusal. */
  report({ service, cell }: Pick<CellState, 'service' | 'cell'>, { ok }: { ok: boolean }): void {
    const seen = this.#known.get(service)?.seen;
    seen?.set(cell, afterCall(seen.get(cell) ?? UNSEEN, ok, this.#now(), this.#ejection));
  }

  #knownOf(service: string, cells: readonly CellState[]): Known {
    const known = this.#known.get(service) ?? {
      credits: anywhereInTurn(cells, this.#random),
      seen: new Map(),
    };
    this.#known.set(service, known);
    for (const map of [known.credits, known.seen])
      for (const name of map.keys()) if (!cells.some(({ cell }) => cell === name)) map.delete(name);
    return known;
  }
}
