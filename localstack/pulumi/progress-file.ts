import { renameSync, writeFileSync } from 'node:fs';

/** Names the file for `npm start`, which reads it while the sst CLI runs. */
export const PROGRESS_VARIABLE = 'STAND_IN_PROGRESS';

/** For each AWS service, how many resources the program has declared so far, and how many of them are done. */
export type Progress = Record<string, { declared: number; done: number }>;

/** How often the file is written while something changes, in ms. */
const EVERY = 250;

/**
 * The AWS service of a resource type; undefined for a type that does not exist in AWS.
 *
 * @example serviceOf('aws:sqs/queue:Queue') // 'sqs'
 */
export function serviceOf(type: string): string | undefined {
  const [provider, module = ''] = type.split(':');
  if (provider === 'aws') return module.split('/')[0];
  return provider === 'sst' || provider?.startsWith('pulumi') ? undefined : provider;
}

/** Counts how many resources are declared and done. The sst CLI itself reports only changes. */
export class ProgressFile {
  readonly #file: string | undefined;
  readonly #progress: Progress = {};
  #dirty = false;

  /** @param file without one nothing is written. */
  constructor(file: string | undefined) {
    this.#file = file;
    if (file) setInterval(() => this.write(), EVERY).unref();
  }

  declared(type: string): void {
    this.#count(type, 'declared');
  }

  done(type: string): void {
    this.#count(type, 'done');
  }

  /** Writes by a rename, so that a reader never sees half of it. */
  write(): void {
    if (!this.#file || !this.#dirty) return;
    this.#dirty = false;
    writeFileSync(`${this.#file}.new`, JSON.stringify(this.#progress));
    renameSync(`${this.#file}.new`, this.#file);
  }

  #count(type: string, what: 'declared' | 'done'): void {
    const service = serviceOf(type);
    if (service === undefined) return;
    this.#progress[service] ??= { declared: 0, done: 0 };
    this.#progress[service][what] += 1;
    this.#dirty = true;
  }
}
