import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The variable with the id of this run. */
export const RUN_VARIABLE = 'STAND_IN_RUN';

const fileIn = (folder: string): string => join(folder, 'completed');

/**
 * Records that the stand-in has completed its command. The sst CLI exits with 0 even when the stand-in was killed
 * ("Interrupted"), so its exit code alone does not tell.
 *
 * @param folder the stand-in's own.
 * @param run the text of {@link RUN_VARIABLE}; without one nothing is written.
 */
export function markCompleted(folder: string | undefined, run: string | undefined): void {
  if (folder && run) writeFileSync(fileIn(folder), run);
}

/** Whether this run was completed. */
export function isCompleted(folder: string, run: string): boolean {
  try {
    return readFileSync(fileIn(folder), 'utf8') === run;
  } catch {
    return false;
  }
}
