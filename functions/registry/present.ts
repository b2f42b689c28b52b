import type { RegisteredCell } from '../../packages/resilience/discovery/cell.ts';

/** A cell as people on call see it. */
export const presentCell = ({ reason, since, ...cell }: RegisteredCell) => ({
  ...cell,
  ...(reason !== undefined && { reason }),
  ...(since !== undefined && { since }),
});

/** All of them: there are never as many that a list needs pages. */
export const presentCells = (cells: RegisteredCell[]) => ({ items: cells.map(presentCell), next: null });
