import type { CellState } from '../kit/discovery/cell.ts';

/** A cell as people on call see it. */
export const presentCell = ({ reason, since, ...cell }: CellState) => ({
  ...cell,
  ...(reason !== undefined && { reason }),
  ...(since !== undefined && { since }),
});

/** All of them: there are never as many that a list needs pages. */
export const presentCells = (cells: CellState[]) => ({ items: cells.map(presentCell), next: null });
