import type { CellState } from '../discovery/cell.ts';

/** No cell of the service can be called: the registry has none, or all are down or drained. Known without a call. */
export class NoCellAvailable extends Error {
  override name = 'NoCellAvailable';
  readonly service: string;

  /** @param why what is the matter with each cell: `a is down (its table does not answer), b is drained` */
  constructor(service: string, why: string) {
    super(`no cell of ${service} can be called: ${why}`);
    this.service = service;
  }
}

/** The error that says what is the matter with each cell; `except` are those that the call has tried. */
export function noCellAvailable(
  service: string,
  cells: readonly CellState[],
  except?: ReadonlySet<string>,
): NoCellAvailable {
  const matter = ({ cell, drained, health }: CellState) => {
    if (drained) return 'drained';
    return except?.has(cell) ? 'tried already' : health;
  };
  const why = cells.map((cell) => `${cell.cell} is ${matter(cell)}${cell.reason ? ` (${cell.reason})` : ''}`);
  return new NoCellAvailable(service, why.join(', ') || 'none is registered');
}
