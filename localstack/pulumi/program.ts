import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import { credentialsFileAt } from '../engine/credentials.ts';
import type { CommandLine } from './command-line.ts';
import { dataSource } from './data-sources.ts';
import type { Deployment } from './deployment.ts';
import type { Executor } from './executor.ts';
import type { Failures } from './failures.ts';
import type { OnGap } from './gaps.ts';
import { Monitor } from './monitor.ts';
import { PROGRESS_VARIABLE, ProgressFile } from './progress-file.ts';
import type { Aws } from './providers/aws.ts';
import { lookUp } from './providers/registry.ts';
import { loadSdk } from './sdk.ts';
import type { ReadOptions } from './values.ts';

export interface ProgramOptions {
  readonly program: string;
  readonly line: CommandLine;
  readonly deployment: Deployment;
  readonly executor: Executor;
  readonly aws: Aws;
  readonly read: ReadOptions;
  readonly failures: Failures;
  readonly onGap?: OnGap;
}

/** How often it is checked that the sst CLI still runs, in ms. */
const ORPHANED_EVERY = 500;

/**
 * Runs the bundled sst.config.ts in this process against a {@link Monitor}. Resolves when Node's event loop is empty (SST
 * declares resources from callbacks at any time, so nothing else tells the end), or, after a failure, as soon as the calls
 * under way are answered.
 */
export function runProgram({
  program,
  line,
  deployment,
  executor,
  aws,
  read,
  failures,
  onGap,
}: ProgramOptions): Promise<void> {
  const sdk = loadSdk(dirname(program));
  const progress = new ProgressFile(process.env[PROGRESS_VARIABLE]);
  return new Promise((resolve) => {
    let stopping = false;
    const stop = (error: unknown, urn?: string) => {
      // Errors that the program throws after a failure are consequences of it.
      if (failures.any && urn === undefined) return;
      failures.add(error, urn);
      if (stopping) return;
      stopping = true;
      monitor.settled().then(resolve);
    };
    const monitor = new Monitor({
      sdk,
      deployment,
      project: line.app,
      stack: line.stage,
      preview: line.command === 'preview',
      read,
      stackOutputs: { credentials: credentialsFileAt(aws.endpoint) },
      lookUp: (goal, id) => {
        const region = deployment.regionOf(goal);
        return lookUp(goal.type, id, executor.context({ ...goal, outputs: { region } }));
      },
      invoke: (token, args, provider) => {
        const { region } = provider ? deployment.provider(provider) : {};
        return dataSource(token, args, aws.in(region));
      },
      onGap,
      fail: stop,
      done: (type) => progress.done(type),
      goesOn: () => !failures.any,
    });

    process.on('unhandledRejection', (error) => stop(error));
    process.on('uncaughtException', (error) => stop(error));
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => stop(new Error(`interrupted by ${signal}`)));
    }
    const parent = process.ppid;
    setInterval(
      () => process.ppid !== parent && stop(new Error('the sst CLI is gone')),
      ORPHANED_EVERY,
    ).unref();
    process.once('beforeExit', () => resolve());

    sdk.settings.setMockOptions(monitor, line.app, line.stage, line.command === 'preview', 'organization');
    sdk.runtime.setAllConfig(line.config);
    const start = async () => {
      sdk.runtime.registerStackTransformation(({ type, resource }) => {
        if (resource instanceof sdk.CustomResource) progress.declared(type);
        return undefined;
      });
      return (await import(pathToFileURL(program).href)).default;
    };
    sdk.runtime.runInPulumiStack(start).catch((error: unknown) => stop(error));
  });
}
