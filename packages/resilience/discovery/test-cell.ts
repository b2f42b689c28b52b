import type { CellState } from './cell.ts';

/** A cell for tests: one of users, healthy, unless told otherwise. */
export const testCell = (name: string, state: Partial<CellState> = {}): CellState => ({
  service: 'users',
  cell: name,
  address: `arn:${name}`,
  protocols: ['connect'],
  version: '1',
  weight: 1,
  registeredAt: '2026-11-25T00:00:00Z',
  health: 'healthy',
  drained: false,
  ...state,
});
