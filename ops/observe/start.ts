import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Companion,
  companionFolder,
  type EngineFolders,
  ensureCompanion,
  freePortFrom,
  livingCompanion,
  startCompanion,
} from '@serverless-orders/localstack';
import { privateFolder } from '../../packages/command-line/private-files.ts';
import { alertmanagerConfiguration, prometheusConfiguration } from './configuration.ts';
import { ALERTMANAGER, isMissing, PROMETHEUS, pathOf, type SystemProgram } from './programs.ts';

/** Something that was to be started: where it is, or why it is left out. */
export type Started = { address: string } | { skipped: string };

/** How long Prometheus keeps what it has scraped. */
const RETENTION = '7d';

interface Observed {
  folders: EngineFolders;
  stage: string;
  api: string;
  webhook: string | undefined;
  env?: NodeJS.ProcessEnv;
}

/**
 * Alertmanager beside a stage's engine, if the system has it: the one that runs already, or else one that is started.
 *
 * @throws UserError when it does not start.
 */
export async function startAlertmanager({ folders, webhook, env }: Observed): Promise<Started> {
  const program = pathOf(ALERTMANAGER, env);
  if (!program) return { skipped: isMissing(ALERTMANAGER) };
  const configuration = alertmanagerConfiguration(webhook);
  return begin(folders, {
    ...ALERTMANAGER,
    program,
    name: 'alertmanager',
    firstPort: 9093,
    configuration,
    args: (folder, port) => [
      `--config.file=${join(folder, 'configuration.yml')}`,
      `--storage.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
      // Else it listens for others of its kind, on all addresses.
      '--cluster.listen-address=',
    ],
  });
}

/**
 * Prometheus for a stage, if the system has it; it tells Alertmanager, if that runs.
 *
 * @throws UserError when it does not start.
 */
export async function startPrometheus(observed: Observed): Promise<Started> {
  const { folders, stage, api, env } = observed;
  const program = pathOf(PROMETHEUS, env);
  if (!program) return { skipped: isMissing(PROMETHEUS) };
  const port = livingCompanion(folders, 'alertmanager')?.port;
  const alertmanager = port === undefined ? undefined : `127.0.0.1:${port}`;
  return begin(folders, {
    ...PROMETHEUS,
    program,
    name: 'prometheus',
    firstPort: 9090,
    configuration: prometheusConfiguration({ stage, api, alertmanager }),
    args: (folder, own) => [
      `--config.file=${join(folder, 'configuration.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--storage.tsdb.retention.time=${RETENTION}`,
      `--web.listen-address=127.0.0.1:${own}`,
      // Unless told, it lets pages of every origin read.
      `--web.cors.origin=http://127[.]0[.]0[.]1:${own}`,
      '--enable-feature=exemplar-storage',
    ],
  });
}

interface Beginning extends SystemProgram {
  program: string;
  name: string;
  firstPort: number;
  configuration: string;
  args: (folder: string, port: number) => string[];
}

/** One that was started with the same configuration is left as it is. */
async function begin(folders: EngineFolders, options: Beginning): Promise<Started> {
  const { program, name, firstPort, configuration, args } = options;
  const purpose = createHash('sha256').update(configuration).digest('hex');
  const companion = await ensureCompanion(folders, { name, purpose }, async () => {
    const folder = companionFolder(folders, name);
    privateFolder(folder);
    writeFileSync(join(folder, 'configuration.yml'), configuration, { mode: 0o600 });
    const port = await freePortFrom(firstPort);
    const ready = `${addressOf({ port })}/-/ready`;
    return startCompanion(folders, {
      name,
      purpose,
      command: program,
      args: args(folder, port),
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: folder },
      port,
      isReady: async () =>
        (await fetch(ready, { signal: AbortSignal.timeout(2000) }).catch(() => undefined))?.ok ?? false,
    });
  });
  return { address: addressOf(companion) };
}

const addressOf = ({ port }: Pick<Companion, 'port'>): string => `http://127.0.0.1:${port}`;
