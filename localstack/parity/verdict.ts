import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Result, Row } from './row.ts';
import { isAsDocumented } from './run-rows.ts';

/**
 * `same`: the engine does as AWS documents. `harmless`: it differs, and a test shows that the program works nevertheless. `unused`:
 * it differs, and the program does not rely on it. `broken`: it differs, and the program relies on it.
 */
export type Verdict = 'same' | 'harmless' | 'unused' | 'broken';

/**
 * What a result means for the program.
 *
 * @param root the folder that the rows' tests are named from.
 */
export function verdictOf(row: Row, result: Result, root: string): Verdict {
  if (isAsDocumented(row, result)) return 'same';
  if (row.difference && existsSync(join(root, row.difference.test))) return 'harmless';
  return row.reliedOn === 'yes' ? 'broken' : 'unused';
}
