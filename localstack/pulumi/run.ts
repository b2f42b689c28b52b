import { appendFileSync, writeFileSync } from 'node:fs';
import { DRY_VARIABLE } from '@serverless-orders/stages/launched';
import { dropDeployed, writeDeployed } from '../deployed.ts';
import { Deployment } from './deployment.ts';
import { markCompleted, RUN_VARIABLE } from './end-mark.ts';
import { Events } from './events.ts';
import { Executor } from './executor.ts';
import { Failures } from './failures.ts';
import { COMPLETE, GAPS_VARIABLE, gapsFile } from './gaps.ts';
import { startLinkProxy } from './link-proxy.ts';
import { localizer } from './localize.ts';
import { dropOutputs, functionsOf, writeOutputs } from './outputs.ts';
import { runProgram } from './program.ts';
import { awsSettings, ownArguments } from './provider-settings.ts';
import { kindOf } from './providers/registry.ts';
import { guarded, isGuarded, remove, settle } from './removal.ts';
import { RESOURCES_VARIABLE } from './requests.ts';
import type { Resource } from './resource.ts';
import { Session, type SessionOptions } from './session.ts';
import { FOLDER_VARIABLE, settings } from './settings.ts';
import { Targets } from './targets.ts';

export interface RunOptions extends SessionOptions {
  /** The bundled sst.config.ts. */
  readonly program: string;
  /** The project's folder. */
  readonly root: string;
}

interface Work extends RunOptions {
  readonly session: Session;
  readonly events: Events;
  readonly failures: Failures;
  readonly executor: Executor;
  readonly targets: Targets;
}

/**
 * Runs up, preview or destroy and exits: with 0 on success, with 1 after a failure or a signal, or when the sst CLI that
 * started it has ended. The state is always saved first.
 */
export async function run(options: RunOptions): Promise<never> {
  const events = new Events(options.line.eventLog);
  events.prelude(options.line.config);
  const failures = new Failures(events);
  try {
    const session = await Session.open(options);
    const executor = new Executor({ state: session.state, kindOf, aws: session.aws });
    const work = { ...options, session, events, failures, executor, targets: new Targets(options.line) };
    try {
      if (!session.preview) await settle({ state: session.state, executor, kindOf });
      await (options.line.command === 'destroy' ? destroy(work) : up(work));
    } catch (error) {
      failures.add(error);
    }
    await session.close();
  } catch (error) {
    failures.add(error);
  }
  events.summary();
  if (!failures.any) markCompleted(process.env[FOLDER_VARIABLE], process.env[RUN_VARIABLE]);
  process.exit(failures.any ? 1 : 0);
}

async function destroy(work: Work): Promise<void> {
  const { state } = work.session;
  await removeAll(work, state.all());
  if (state.all().length > 0) return;
  dropOutputs({ root: work.root, stage: work.line.stage });
  dropDeployed(settings().folder, work.line.stage);
}

async function up(work: Work): Promise<void> {
  const { session, executor, events, targets, failures, line, root } = work;
  const { state, preview, aws, endpoint } = session;
  const provider = { ...awsSettings(ownArguments(line.config)), region: aws.region };
  const { [GAPS_VARIABLE]: gaps } = process.env;
  const onGap = preview && gaps ? gapsFile(gaps) : undefined;
  const deployment = new Deployment({ state, executor, kindOf, events, targets, provider, preview, onGap });
  const read = { localize: localizer(endpoint), root };
  const { SST_SERVER } = process.env;
  if (SST_SERVER) process.env.SST_SERVER = await startLinkProxy(SST_SERVER, read.localize);
  await runProgram({ program: work.program, line, deployment, executor, aws, read, failures, onGap });
  if (failures.any) return;
  if (onGap && gaps) appendFileSync(gaps, `${COMPLETE}\n`);
  const left = state
    .all()
    .filter(({ urn, delete: gone }) => gone || !(deployment.declared.has(urn) || executor.cleared.has(urn)));
  const replaced = deployment.replaced.map((resource) => ({ ...resource, delete: true }));
  await removeAll(work, [...left, ...replaced]);
  if (failures.any || preview) return;
  const { [RESOURCES_VARIABLE]: resources } = process.env;
  if (resources) writeFileSync(resources, JSON.stringify(state.all()));
  // A dry run deploys nothing, so it records nothing beside the app.
  if (process.env[DRY_VARIABLE]) return;
  writeOutputs({ root, stage: line.stage, state });
  writeDeployed(settings().folder, line.stage, { app: line.app, functions: functionsOf(state) });
}

async function removeAll(
  { session, executor, events, targets, failures }: Work,
  resources: Resource[],
): Promise<void> {
  const doomed = resources.filter((resource) => targets.includes(resource));
  const stepOf = (resource: Resource) => {
    const op = resource.delete ? ('delete-replaced' as const) : ('delete' as const);
    return { op, urn: resource.urn, type: resource.type, old: resource };
  };
  if (session.preview) {
    for (const resource of doomed) {
      if (isGuarded(resource)) failures.add(guarded(resource));
      else if (resource.custom) {
        events.before(stepOf(resource));
        events.after(stepOf(resource));
      }
    }
    return;
  }
  await remove(doomed, {
    executor,
    kindOf,
    before: (resource) => resource.custom && events.before(stepOf(resource)),
    after: (resource, error) => {
      if (error !== undefined) failures.add(error, resource.urn);
      else if (resource.custom) events.after(stepOf(resource));
    },
  });
}
