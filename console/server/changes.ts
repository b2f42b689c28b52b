import { watch } from 'node:fs';

type Listener = () => void;

/** Changes that come close together are told once (ms). */
const TOGETHER_MS = 250;
/** After so long without a change nothing moves any more (ms). */
const SETTLED_MS = 1_500;
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
  #askSoon: (() => void) | undefined;

  /** @param file - that the engine writes to when it was changed; undefined where there is none, as in AWS. */
  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** @returns how to listen no more. */
  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    this.#stop ??= this.#follow();
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
    this.#askSoon?.();
  }

  /** Tells every page, once for what comes within a moment. */
  tell(): void {
    this.#told ??= setTimeout(() => {
      this.#told = undefined;
      for (const listener of this.#listeners) listener();
    }, TOGETHER_MS);
  }

  #follow(): () => void {
    if (this.#file === undefined) return this.#ask();
    try {
      return this.#watch(this.#file);
    } catch {
      // It is gone, or this machine watches as many files as it may.
      return this.#ask();
    }
  }

  /** A state machine goes on by itself for a moment after the last call that the engine was sent. */
  #watch(file: string): () => void {
    let last: NodeJS.Timeout;
    const watcher = watch(file, (event) => {
      this.tell();
      clearTimeout(last);
      last = setTimeout(() => this.tell(), SETTLED_MS);
      // Another file may have taken its place, as when the engine was started anew.
      if (event === 'rename') anew();
    });
    const anew = () => {
      this.#stop?.();
      this.#stop = this.#follow();
    };
    watcher.on('error', anew);
    return () => {
      clearTimeout(last);
      watcher.close();
    };
  }

  #ask(): () => void {
    let timer: NodeJS.Timeout;
    const next = () => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        this.#pauseMs = Math.min(this.#pauseMs * 1.5, LATEST_MS);
        this.tell();
        next();
      }, this.#pauseMs);
    };
    next();
    this.#askSoon = next;
    return () => {
      clearTimeout(timer);
      this.#askSoon = undefined;
    };
  }
}
