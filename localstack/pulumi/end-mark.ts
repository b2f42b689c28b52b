import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Names the run for the stand-in: text that no other run has. */
export const RUN_VARIABLE = 'STAND_IN_RUN';

const fileIn = (folder: string): string => join(folder, 'completed');

/**
 * Written by the stand-in when it has done all that it was asked for: the sst CLI ends with 0 also when the stand-in was
 * killed ("Interrupted"), so its exit code alone does not say that.
 *
 * @param folder the stand-in's own.
 * @param run the text of {@link RUN_VARIABLE}; without one nothing is written.
 */
export function markCompleted(folder: string | undefined, run: string | undefined): void {
  if (folder && run) writeFileSync(fileIn(folder), run);
}

/** Whether this run is the one that was completed last. */
export function isCompleted(folder: string, run: string): boolean {
  try {
    return readFileSync(fileIn(folder), 'utf8') === run;
  } catch {
    return false;
  }
}
