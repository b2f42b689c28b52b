import { closeSync, openSync, writeSync } from 'node:fs';
import type { Resource } from './resource.ts';
import { UNKNOWN } from './values.ts';

/** The operations on a resource, in Pulumi's words (apitype.OpType). */
export type Op = 'create' | 'update' | 'replace' | 'create-replacement' | 'delete' | 'delete-replaced';

/** One step, as it is reported to the sst CLI. */
export interface Step {
  readonly op: Op;
  readonly urn: string;
  readonly type: string;
  readonly old?: Resource;
  readonly new?: Resource;
  readonly changed?: string[];
  readonly replacing?: string[];
}

/**
 * The event log that the sst CLI follows: JSON lines of Pulumi's engine events (apitype.EngineEvent). What the CLI
 * prints while it deploys, and all that `sst diff` shows, comes from here.
 */
export class Events {
  readonly #handle: number | undefined;
  readonly #began = Date.now();
  readonly #counts: Partial<Record<Op, number>> = {};
  #sequence = 0;

  /** @param file without one nothing is written. */
  constructor(file?: string) {
    this.#handle = file === undefined ? undefined : openSync(file, 'a');
  }

  prelude(config: Record<string, string>): void {
    this.#emit({ preludeEvent: { config } });
  }

  before(step: Step): void {
    this.#emit({ resourcePreEvent: { metadata: metadata(step) } });
  }

  after(step: Step): void {
    if (isLogical(step.op)) this.#counts[step.op] = (this.#counts[step.op] ?? 0) + 1;
    this.#emit({ resOutputsEvent: { metadata: metadata(step) } });
  }

  failed(step: Step): void {
    this.#emit({ resOpFailedEvent: { metadata: metadata(step), status: 0, steps: 0 } });
  }

  error(message: string, urn?: string): void {
    this.#diagnostic('error', message, urn);
  }

  diagnostic(severity: 'info' | 'warning', message: string, urn?: string): void {
    this.#diagnostic(severity, message, urn);
  }

  /** Writes the last event, by which the CLI knows that the command was not cut off. */
  summary(): void {
    this.#emit({
      summaryEvent: {
        maybeCorrupt: false,
        durationSeconds: Math.round((Date.now() - this.#began) / 1000),
        resourceChanges: this.#counts,
        policyPacks: {},
      },
    });
    if (this.#handle !== undefined) closeSync(this.#handle);
  }

  /** How often each operation was done. */
  get counts(): Readonly<Partial<Record<Op, number>>> {
    return this.#counts;
  }

  #diagnostic(severity: string, message: string, urn?: string): void {
    this.#emit({ diagnosticEvent: { urn, prefix: `${severity}: `, message, color: 'never', severity } });
  }

  #emit(event: object): void {
    this.#sequence += 1;
    if (this.#handle === undefined) return;
    const timestamp = Math.floor(Date.now() / 1000);
    writeSync(this.#handle, `${JSON.stringify({ sequence: this.#sequence, timestamp, ...event })}\n`);
  }
}

/** A replacement is told as `create-replacement`, `replace` and `delete-replaced`, and counts once. */
const isLogical = (op: Op): boolean => op !== 'create-replacement' && op !== 'delete-replaced';

function metadata({ op, urn, type, old, new: fresh, changed = [], replacing = [] }: Step) {
  const kindOf = (name: string) => {
    const verb =
      old?.inputs[name] === undefined ? 'add' : fresh?.inputs[name] === undefined ? 'delete' : 'update';
    return replacing.includes(name) ? `${verb}-replace` : verb;
  };
  const detailedDiff = Object.fromEntries(
    changed.map((name) => [name, { diffKind: kindOf(name), inputDiff: true }]),
  );
  return {
    op,
    urn,
    type,
    old: old ? describe(old) : null,
    new: fresh ? describe(fresh) : null,
    keys: replacing,
    diffs: changed,
    detailedDiff: changed.length > 0 ? detailedDiff : null,
    logical: isLogical(op),
    provider: '',
  };
}

function describe({ urn, type, custom, id, parent, protect, inputs, outputs }: Resource) {
  return {
    urn,
    type,
    custom,
    id: id ?? '',
    parent: parent ?? '',
    protect,
    inputs,
    outputs: shown(outputs),
    provider: '',
  };
}

/** The outputs without those that a preview does not know: the CLI would print the mark of an unknown value. */
const shown = (outputs: Resource['outputs']) =>
  Object.fromEntries(Object.entries(outputs).filter(([, value]) => value !== UNKNOWN));
