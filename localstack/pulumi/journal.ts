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
 * Remembers what a deploy does while it does it, in a file of its own: one line before each call to AWS and one
 * after. Whatever is killed, and whenever (the sst CLI copies the state only now and then), the next deploy reads
 * from here what exists and what may exist. A line costs 20 microseconds; writing the whole state after each of 500
 * operations would cost seconds.
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

  /** The newer one of a saved snapshot and of what this journal tells. */
  newest(saved: Snapshot): Snapshot {
    if (!existsSync(this.#file)) return saved;
    const [first = '', ...lines] = readFileSync(this.#file, 'utf8').split('\n');
    const start = parse<Snapshot>(first);
    if (!start || start.serial <= saved.serial) return saved;
    const entries = lines.map((line) => parse<Entry>(line)).filter((entry) => entry !== undefined);
    return replay(start, entries);
  }
}

/** A line that was cut off by a kill is not there. */
function parse<T>(line: string): T | undefined {
  try {
    return JSON.parse(line) as T;
  } catch {
    return undefined;
  }
}
