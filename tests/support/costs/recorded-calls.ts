import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { requestsFile } from '../sent-requests.ts';

/** A call of AWS that a function has made, as the engine has recorded it. */
export interface RecordedCall {
  /** Of the function. */
  role: string | null;
  service: string;
  operation: string;
  input: Record<string, unknown>;
}

/** The calls of functions from now on; the engine writes each down before it answers. */
export class RecordedCalls {
  readonly #file = requestsFile('functions of e2e');
  readonly #from = this.#size();

  read(): RecordedCall[] {
    const file = openSync(this.#file, 'r');
    try {
      const bytes = Buffer.alloc(fstatSync(file).size - this.#from);
      readSync(file, bytes, 0, bytes.length, this.#from);
      const lines = bytes.toString().split('\n');
      // What stands behind the last end of a line is being written.
      return lines.slice(0, -1).map((line) => JSON.parse(line) as RecordedCall);
    } finally {
      closeSync(file);
    }
  }

  #size(): number {
    const file = openSync(this.#file, 'r');
    try {
      return fstatSync(file).size;
    } finally {
      closeSync(file);
    }
  }
}
