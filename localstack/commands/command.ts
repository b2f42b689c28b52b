import type { Places } from '../sst/places.ts';

/** A command about an app on this machine: the words after its name in, the exit code out. */
export interface LocalCommand {
  readonly summary: string;
  run(args: string[], places: Places): Promise<number>;
}
