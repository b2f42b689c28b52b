import { useState } from 'preact/hooks';
import { useShortcuts } from './keyboard.ts';
import { navigate } from './router.ts';

/**
 * Has keys go through the rows of a list, and open the one that is selected.
 *
 * @returns the row that is selected; undefined before a key was pressed, and where there is none any more.
 */
export function useSelection<T>(rows: readonly T[], addressOf: (row: T) => string): T | undefined {
  const [index, select] = useState(-1);
  const selected = rows[index];
  useShortcuts([
    { key: 'j', does: 'selects the next', run: () => select(Math.min(index + 1, rows.length - 1)) },
    { key: 'k', does: 'selects the previous', run: () => select(Math.max(index - 1, 0)) },
    { key: 'Enter', does: 'opens the selected', run: () => selected && navigate(addressOf(selected)) },
  ]);
  return selected;
}
