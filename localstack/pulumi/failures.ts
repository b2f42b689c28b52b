import type { Events } from './events.ts';
import { ResourceError, said } from './resource-error.ts';

/** Counts failures and reports each one in the event log (for the CLI's screen) and on stderr (for `.sst/log/pulumi.err`). */
export class Failures {
  readonly #events: Events;
  #count = 0;

  constructor(events: Events) {
    this.#events = events;
  }

  get any(): boolean {
    return this.#count > 0;
  }

  /** @param urn what it is about, unless the error itself says so. */
  add(error: unknown, urn?: string): void {
    this.#count += 1;
    const about = error instanceof ResourceError ? error.urn : urn;
    this.#events.error(said(error), about);
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
    console.error(about ? `${about}: ${stack}` : stack);
  }
}
