import { join } from 'node:path';
import { type Snapshot, writeCheckpoint } from './checkpoint.ts';
import type { CommandLine } from './command-line.ts';
import { dropMarker, engineInstance } from './engine-instance.ts';
import { Journal } from './journal.ts';
import type { Aws } from './providers/aws.ts';
import { settings } from './settings.ts';
import { stageAws } from './stage-aws.ts';
import { State } from './state.ts';

export interface SessionOptions {
  readonly line: CommandLine;
  /** Where the sst CLI looks for the state, while the command runs and afterwards. */
  readonly checkpoint: string;
  readonly saved: Snapshot;
}

/** How often the state of a running deploy is written for the sst CLI, in ms. */
const SHOWN_EVERY = 1_000;

/** One command's work on a stage: the engine, and the state from the first journal entry to the last. */
export class Session {
  readonly aws: Aws;
  readonly endpoint: string;
  readonly state: State;
  readonly preview: boolean;
  readonly #line: CommandLine;
  readonly #checkpoint: string;
  readonly #journal: Journal;
  readonly #formerSerial: number;
  readonly #serial: number;
  #dirty = false;

  /**
   * Reads the state, the CLI's or the journal's, whichever is newer, and drops its resources if they were deployed to another
   * engine.
   */
  static async open({ line, checkpoint, saved }: SessionOptions): Promise<Session> {
    const { endpoint, folder } = settings();
    const region = line.config['aws:region'] ?? process.env.AWS_REGION ?? 'us-east-1';
    const aws = stageAws({ endpoint, region });
    const journal = new Journal(join(folder, line.app, `${line.stage}.journal`));
    const newest = journal.newest(saved);
    const preview = line.command === 'preview';
    const engine = await engineInstance({
      aws,
      app: line.app,
      stage: line.stage,
      known: newest.engine,
      preview,
    });
    const start = { ...newest, engine: engine.id, ...(engine.isNew ? { resources: [], pending: [] } : {}) };
    return new Session({ line, checkpoint, endpoint, aws, journal, start });
  }

  private constructor(options: {
    line: CommandLine;
    checkpoint: string;
    endpoint: string;
    aws: Aws;
    journal: Journal;
    start: Snapshot;
  }) {
    const { line, start, journal } = options;
    this.#line = line;
    this.#checkpoint = options.checkpoint;
    this.#journal = journal;
    this.endpoint = options.endpoint;
    this.aws = options.aws;
    this.preview = line.command === 'preview';
    this.#formerSerial = start.serial;
    this.#serial = start.serial + 1;
    this.state = new State(start, (entry) => {
      journal.add(entry);
      this.#dirty = true;
    });
    if (this.preview) return;
    journal.open({ ...start, serial: this.#serial });
    this.#show();
    setInterval(() => this.#dirty && this.#show(), SHOWN_EVERY).unref();
  }

  /** Writes the final state for the CLI. */
  async close(): Promise<void> {
    if (this.preview) return;
    const { aws } = this;
    const { app, stage, command, stack } = this.#line;
    const isEmpty = this.state.all().length === 0;
    if (command === 'destroy' && isEmpty) await dropMarker({ aws, app, stage });
    writeCheckpoint(this.#checkpoint, stack, { ...this.state.snapshot(), serial: this.#serial });
    this.#journal.close();
  }

  /** Writes the state for the CLI before the end, with the old serial: after a kill the journal is then the newer one. */
  #show(): void {
    const snapshot = { ...this.state.snapshot(), serial: this.#formerSerial };
    writeCheckpoint(this.#checkpoint, this.#line.stack, snapshot);
    this.#dirty = false;
  }
}
