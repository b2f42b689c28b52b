import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Snapshot } from './checkpoint.ts';
import { type Entry, replay } from './state.ts';

/**
 * A write-ahead log of a deploy: one line before each call to AWS and one after. The sst CLI copies the state only now and then,
 * so after a kill the next deploy reads here what exists and what may exist. A line takes 20 microseconds; writing the whole
 * state after each of 500 operations would take seconds.
 */
export class Journal {
  readonly #file: string;
  #handle: number | undefined;

  constructor(file: string) {
    this.#file = file;
  }

  /** Starts over with a snapshot; the lines of the deploy before are dropped. */
  open(start: Snapshot): void {
    mkdirSync(dirname(this.#file), { recursive: true });
    const fresh = `${this.#file}.${process.pid}.new`;
    writeFileSync(fresh, `${JSON.stringify(start)}\n`);
    renameSync(fresh, this.#file);
    this.#handle = openSync(this.#file, 'a');
  }

  add(entry: Entry): void {
    if (this.#handle !== undefined) writeSync(this.#handle, `${JSON.stringify(entry)}\n`);
  }

  close(): void {
    if (this.#handle !== undefined) closeSync(this.#handle);
    this.#handle = undefined;
  }

  /** The saved snapshot, or the one from this journal if that is newer. */
  newest(saved: Snapshot): Snapshot {
    if (!existsSync(this.#file)) return saved;
    const [first = '', ...lines] = readFileSync(this.#file, 'utf8').split('\n');
    const start = parse<Snapshot>(first);
    if (!start || start.serial <= saved.serial) return saved;
    const entries = lines.map((line) => parse<Entry>(line)).filter((entry) => entry !== undefined);
    return replay(start, entries);
  }
}

/** Parses a line; undefined for one that a kill has cut off. */
function parse<T>(line: string): T | undefined {
  try {
    return JSON.parse(line) as T;
  } catch {
    return undefined;
  }
}
