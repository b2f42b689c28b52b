import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Places } from './places.ts';

/** Messages from an app's `app()` to the person at the terminal, by way of a file: the CLI does not show what `app()` prints when it fails. */
export interface Told {
  /** The file that `tell` (packages/stages/guard.ts) adds lines to. */
  readonly file: string;
  /** The lines that were added since the last call. */
  take(): string[];
}

export function toldIn(places: Places, run: string): Told {
  const file = join(places.local, 'tmp', `told-${run}`);
  return {
    file,
    take() {
      if (!existsSync(file)) return [];
      const lines = readFileSync(file, 'utf8').trim().split('\n');
      rmSync(file);
      return lines;
    },
  };
}
