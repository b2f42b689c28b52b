import { join } from 'node:path';
import { type Snapshot, writeCheckpoint } from './checkpoint.ts';
import type { CommandLine } from './command-line.ts';
import { Deployment } from './deployment.ts';
import { dropMarker, engineInstance } from './engine-instance.ts';
import { Events } from './events.ts';
import { Executor } from './executor.ts';
import { Journal } from './journal.ts';
import { localizer } from './localize.ts';
import { writeOutputs } from './outputs.ts';
import { runProgram } from './program.ts';
import { connect } from './providers/aws.ts';
import { kindOf } from './providers/registry.ts';
import { remove, settle } from './removal.ts';
import type { Resource } from './resource.ts';
import { ResourceError, said } from './resource-error.ts';
import { settings } from './settings.ts';
import { State } from './state.ts';
import { Targets } from './targets.ts';

export interface RunOptions {
  readonly line: CommandLine;
  /** The bundled sst.config.ts. */
  readonly program: string;
  /** The project's folder. */
  readonly root: string;
  /** Where the sst CLI looks for the state, while the command runs and afterwards. */
  readonly checkpoint: string;
  readonly saved: Snapshot;
}

/** How often the sst CLI is shown the state of a running deploy, in ms. */
const SHOWN_EVERY = 1_000;

/**
 * Runs up, preview or destroy to its end and leaves the process: 0 if all went well, 1 after a failure, a signal, or
 * when the sst CLI that started it is gone. In every case the state is saved first.
 */
export async function run({ line, program, root, checkpoint, saved }: RunOptions): Promise<never> {
  const { endpoint, folder } = settings();
  const preview = line.command === 'preview';
  const events = new Events(line.eventLog);
  events.prelude(line.config);
  const aws = connect({
    endpoint,
    region: line.config['aws:region'] ?? process.env.AWS_REGION ?? 'us-east-1',
  });
  const journal = new Journal(join(folder, line.app, `${line.stage}.journal`));
  const newest = journal.newest(saved);
  const engine = await engineInstance({
    aws,
    app: line.app,
    stage: line.stage,
    known: newest.engine,
    preview,
  });
  const known = engine.isNew ? { resources: [], pending: [] } : newest;
  const start = { ...newest, ...known, serial: newest.serial + (preview ? 0 : 1), engine: engine.id };

  let dirty = false;
  const state = new State(start, (entry) => {
    if (preview) return;
    journal.add(entry);
    dirty = true;
  });
  const save = (serial: number) => {
    if (!preview) writeCheckpoint(checkpoint, line.stack, { ...state.snapshot(), serial });
    dirty = false;
  };
  // What the CLI sees before the end keeps the old number: if it is killed, the journal is the newer one.
  const show = () => save(newest.serial);
  if (!preview) {
    journal.open(start);
    show();
    setInterval(() => dirty && show(), SHOWN_EVERY).unref();
  }

  const targets = new Targets(line);
  const executor = new Executor({ state, kindOf, aws });
  const deployment = new Deployment({ state, executor, kindOf, events, targets, preview });
  let failures = 0;
  const fail = (error: unknown, urn?: string) => {
    failures += 1;
    const known = error instanceof ResourceError ? error.urn : urn;
    events.error(said(error), known);
    console.error(
      `error: ${known ?? line.stack}: ${error instanceof Error ? (error.stack ?? said(error)) : said(error)}`,
    );
  };

  const removeAll = (doomed: Resource[]) => {
    const step = (resource: Resource) => {
      const op = resource.delete ? ('delete-replaced' as const) : ('delete' as const);
      return { op, urn: resource.urn, type: resource.type, old: resource };
    };
    const guarded = doomed.find((resource) => resource.protect);
    if (guarded) return fail(new ResourceError(guarded.urn, 'is protected and cannot be deleted'));
    if (preview) {
      for (const resource of doomed.filter(({ custom }) => custom)) events.after(step(resource));
      return;
    }
    return remove(doomed, {
      executor,
      kindOf,
      before: (resource) => resource.custom && events.before(step(resource)),
      after: (resource, error) => {
        if (error !== undefined) fail(error, resource.urn);
        else if (resource.custom) events.after(step(resource));
      },
    });
  };

  try {
    if (!preview) await settle({ state, executor, kindOf });
    if (line.command === 'destroy') {
      await removeAll(state.all().filter((resource) => targets.includes(resource)));
      if (state.all().length === 0) await dropMarker({ aws, app: line.app, stage: line.stage });
    } else {
      const read = { localize: localizer(endpoint), root };
      await runProgram({ program, line, deployment, executor, aws, read, fail, failed: () => failures > 0 });
      if (failures === 0) {
        const left = state
          .all()
          .filter((resource) => resource.delete || !deployment.declared.has(resource.urn));
        await removeAll(left.filter((resource) => targets.includes(resource)));
      }
      if (failures === 0 && !preview) writeOutputs({ root, stage: line.stage, state });
    }
  } catch (error) {
    fail(error);
  }
  save(start.serial);
  journal.close();
  events.summary();
  process.exit(failures > 0 ? 1 : 0);
}
