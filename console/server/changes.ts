import { watch } from 'node:fs';

type Listener = () => void;

/** Changes that come close together are told once (ms). */
const TOGETHER_MS = 250;
/** How soon a stage in AWS is looked at again: at first, and at most after nothing has changed for long (ms). */
const SOONEST_MS = 3_000;
const LATEST_MS = 60_000;

/**
 * Tells pages that something in the stage may have changed, so that they ask again. The local engine writes down that it
 * was changed, and nobody asks it whether it was: a page that is left open costs it nothing. AWS tells nobody, so the page
 * asks again by and by, ever more seldom while the answers stay the same. Where no page is open nobody asks.
 */
export class Changes {
  readonly #listeners = new Set<Listener>();
  readonly #file: string | undefined;
  #stop: (() => void) | undefined;
  #told: NodeJS.Timeout | undefined;
  #pauseMs = SOONEST_MS;

  /** @param file - which the engine changes when it was changed; undefined for a stage in AWS. */
  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** @returns how to listen no more. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#stop ??= this.#file === undefined ? this.#ask() : this.#watch(this.#file);
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size > 0) return;
      this.#stop?.();
      this.#stop = undefined;
    };
  }

  /** Somebody has acted, or an answer was another one than before: more is likely to follow. */
  expect(): void {
    this.#pauseMs = SOONEST_MS;
  }

  /** Tells every page, once for what comes within a moment. */
  tell(): void {
    this.#told ??= setTimeout(() => {
      this.#told = undefined;
      for (const listener of this.#listeners) listener();
    }, TOGETHER_MS);
  }

  #watch(file: string): () => void {
    const watcher = watch(file, () => this.tell());
    return () => watcher.close();
  }

  #ask(): () => void {
    let timer: NodeJS.Timeout;
    const next = () => {
      timer = setTimeout(() => {
        this.#pauseMs = Math.min(this.#pauseMs * 1.5, LATEST_MS);
        this.tell();
        next();
      }, this.#pauseMs);
    };
    next();
    return () => clearTimeout(timer);
  }
}
