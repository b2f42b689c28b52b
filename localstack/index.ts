/**
 * AWS on this machine for an SST app: the package's interface for programs (bin.mjs is the one for people). What takes long to
 * load (SDK clients, the parity rows) is loaded on the first call.
 */
export type { LocalCommand } from './commands/command.ts';
export { deployedStages, readDeployed, readOutputs } from './deployed.ts';
export type { DryAccount, DryRun } from './dry-run/dry-run.ts';
export {
  type Companion,
  companionFolder,
  companions,
  ensureCompanion,
  freePortFrom,
  livingCompanion,
  startCompanion,
} from './engine/companions.ts';
export {
  accountCredentials,
  clientOptions,
  controlHeaders,
  type EngineCredentials,
} from './engine/credentials.ts';
export { startDynamoDbLocal } from './engine/dynamodb-server.ts';
export { type Engine, type EnsureOptions, engineStatus, ensureEngine, stopEngine } from './engine/engine.ts';
export { type EngineFolders, engineFolders, engineNames } from './engine/folders.ts';
export { findJava, NO_PERF_DATA, OLDEST_JAVA } from './engine/java.ts';
export type { EngineKind } from './engine/kind.ts';
export { engineKind, KINDS } from './engine/kinds.ts';
export { hasMaven, runMaven } from './engine/maven.ts';
export { exposedAt, isFree } from './engine/ports.ts';
export { engineOf, namedStage, runningStage, type StageEngine } from './engine/stage-engine.ts';
export { type AppliedFault, FAULTS, type FaultKind, Faults, type Rule } from './faults/faults.ts';
export { multiplyRetries } from './faults/retries.ts';
export type { Inventory } from './inventory.ts';
export { LiveCode } from './lambda/live-code.ts';
export { readMailbox, type SentEmail } from './mailbox.ts';
export type { Outcome } from './parity/print.ts';
export { pinnedNode } from './pinned-node.ts';
export { Limit } from './pulumi/limit.ts';
export type { SentRequest } from './pulumi/requests.ts';
export { nameOf, type Resource } from './pulumi/resource.ts';
export { sstStage } from './sst/command.ts';
export { engineAddress } from './sst/endpoint.ts';
export { deployLog, type Places, placesOf, sstCli } from './sst/places.ts';
export type { DeployOptions, Outputs, RunSstOptions } from './sst/sst.ts';

import type { LocalCommand } from './commands/command.ts';
import type { DryAccount, DryRun } from './dry-run/dry-run.ts';
import type { Inventory } from './inventory.ts';
import type { DeployOptions, Outputs, RunSstOptions } from './sst/sst.ts';

/** The commands of this package about an app, by name: for an app's own command line. */
export const COMMANDS = {
  start: async () => (await import('./commands/start.ts')).start,
  deploy: async () => (await import('./commands/deploy.ts')).deploy,
  sst: async () => (await import('./commands/sst.ts')).sst,
  outputs: async () => (await import('./commands/outputs.ts')).outputs,
  logs: async () => (await import('./commands/logs.ts')).logs,
  mail: async () => (await import('./commands/mail.ts')).mail,
  env: async () => (await import('./commands/env.ts')).env,
  check: async () => (await import('./commands/check.ts')).check,
  status: async () => (await import('./commands/status.ts')).status,
  stop: async () => (await import('./commands/stop.ts')).stop,
} satisfies Record<string, () => Promise<LocalCommand>>;

/** Deploys a stage of an app to an engine: see sst/sst.ts. */
export const deploy = async (options: DeployOptions): Promise<Outputs> =>
  (await import('./sst/sst.ts')).deploy(options);

/** Runs the sst CLI of an app on an engine: see sst/sst.ts. */
export const runSst = async (args: readonly string[], options: RunSstOptions): Promise<number> =>
  (await import('./sst/sst.ts')).runSst(args, options);

/** Everything that exists in an engine, by list call. */
export const inventory = async (endpoint: string): Promise<Inventory> =>
  (await import('./inventory.ts')).inventory(endpoint);

/** The parity check: AWS's behaviours one by one, how each is tried on an engine, and the page with the results. */
export const parity = (): Promise<typeof import('./parity/index.ts')> => import('./parity/index.ts');

/** Deploys a stage into a simulated empty account: see dry-run/dry-run.ts. */
export const dryRun = async (
  ...args: Parameters<typeof import('./dry-run/dry-run.ts').dryRun>
): Promise<DryRun> => (await import('./dry-run/dry-run.ts')).dryRun(...args);

/** Opens an account that takes everything, for several commands: see dry-run/dry-run.ts. */
export const dryAccount = async (
  ...args: Parameters<typeof import('./dry-run/dry-run.ts').dryAccount>
): Promise<DryAccount> => (await import('./dry-run/dry-run.ts')).dryAccount(...args);

/** The real Pulumi engine in place of the stand-in: see real-pulumi. */
export const realEngine = (): Promise<typeof import('./real-pulumi/index.ts')> =>
  import('./real-pulumi/index.ts');

/** Checks by AWS's own models: see aws-models. */
export const awsModels = (): Promise<typeof import('./aws-models/index.ts')> =>
  import('./aws-models/index.ts');

/** Looks for known vulnerabilities in the Python packages that this package installs: see lambda/python-audit.ts. */
export const auditPython = async (
  ...args: Parameters<typeof import('./lambda/python-audit.ts').auditPython>
): Promise<{ output: string; clean: boolean }> =>
  (await import('./lambda/python-audit.ts')).auditPython(...args);

/** Checks the Python of this package: see lambda/python-checks.ts. */
export const checkPython = async (
  ...args: Parameters<typeof import('./lambda/python-checks.ts').checkPython>
): Promise<import('./lambda/python-checks.ts').PythonCheck[]> =>
  (await import('./lambda/python-checks.ts')).checkPython(...args);
