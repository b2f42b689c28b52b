import { type CellState, cellName } from './cell.ts';

/**
 * What a deployment tells every function that calls services: which cells there are, and how they are called. A pattern
 * instead of an address for each keeps it below a kilobyte, whatever the number of cells: Lambda takes 4 KB of environment
 * in all.
 */
export interface DeployedCells {
  /** `users/a users/b orders/a` */
  CELLS: string;
  /** `shop-production-{service}-rpc-{cell}` */
  CELL_ADDRESS: string;
}

/** Writes it. */
export const describeCells = (
  cells: readonly Pick<CellState, 'service' | 'cell'>[],
  address: string,
): DeployedCells => ({ CELLS: cells.map(cellName).join(' '), CELL_ADDRESS: address });

/**
 * Reads it: the cells as they were deployed, of which nobody has said yet how they are.
 *
 * @example deployedCells({ CELLS: 'users/a', CELL_ADDRESS: 'shop-dev-{service}-rpc-{cell}' })[0].address // shop-dev-users-rpc-a
 * @throws Error when a word is no cell's name.
 */
export function deployedCells({ CELLS, CELL_ADDRESS }: DeployedCells): CellState[] {
  return CELLS.split(' ').map((name) => {
    const [service, cell, more] = name.split('/');
    if (!service || !cell || more !== undefined) throw new Error(`CELLS has ${name}, which names no cell`);
    const address = CELL_ADDRESS.replace('{service}', service).replace('{cell}', cell);
    return { service, cell, address, protocols: [], weight: 1, health: 'unknown', drained: false };
  });
}
