import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { privateFolder } from '@serverless-orders/command-line/private-files';
import { UserError } from '@serverless-orders/command-line/user-error';
import { DRY_VARIABLE } from '@serverless-orders/stages/launched';
import { REQUESTS_VARIABLE, RESOURCES_VARIABLE, type SentRequest } from '../pulumi/requests.ts';
import type { Resource } from '../pulumi/resource.ts';
import { FOLDER_VARIABLE } from '../pulumi/settings.ts';
import { parseSstCommand } from '../sst/command.ts';
import { type Places, privateFolders } from '../sst/places.ts';
import { runLocal } from '../sst/run-local.ts';
import { startStateAccount } from './account.ts';

export interface DryRun {
  /** Every resource that the deployment would create, as in its state. */
  readonly resources: Resource[];
  /** Every request that it would send to AWS. */
  readonly requests: SentRequest[];
}

export interface DryRunOptions {
  readonly places: Places;
  /** Any stage, also one of AWS: nothing leaves this machine. */
  readonly stage: string;
  /** The app's only settings: neither the caller's environment nor `.env` files add any. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** The region of every local stage. */
const REGION = 'us-east-1';

/** How many of the CLI's last lines are shown when it fails. */
const LAST_LINES = 30;

/** A simulated account in which every request succeeds, for several commands about the stages of an app. */
export interface DryAccount {
  /**
   * Runs the app's own unmodified sst CLI, as in `sst(['deploy', '--stage', 'production'])`.
   *
   * @param settings - the app's only settings; `env` is the CLI's.
   * @throws UserError with what the CLI said if it fails.
   */
  sst(
    args: readonly string[],
    set?: { settings?: Readonly<Record<string, string>>; env?: Readonly<Record<string, string>> },
  ): Promise<DryRun>;
  close(): void;
}

/** Opens an empty one. Neither an engine nor an AWS account is needed. */
export async function dryAccount(places: Places): Promise<DryAccount> {
  for (const folder of privateFolders(places)) privateFolder(folder);
  const folder = mkdtempSync(join(places.local, 'dry-run-'));
  const [resources, requests] = [join(folder, 'resources.json'), join(folder, 'requests.jsonl')];
  const account = await startStateAccount();
  const asOnAws = (file: string) =>
    existsSync(file) ? delocalized(readFileSync(file, 'utf8'), account.endpoint) : '';
  return {
    async sst(args, { settings = {}, env = {} } = {}) {
      for (const file of [resources, requests]) rmSync(file, { force: true });
      const command = parseSstCommand(args);
      const lines: string[] = [];
      const code = await runLocal({
        command,
        endpoint: account.endpoint,
        places,
        settings,
        env: {
          ...env,
          [DRY_VARIABLE]: '1',
          [REQUESTS_VARIABLE]: requests,
          [RESOURCES_VARIABLE]: resources,
          [FOLDER_VARIABLE]: folder,
        },
        onLine: (line) => lines.push(stripVTControlCharacters(line)),
      });
      if (code !== 0 || (command.name === 'deploy' && !existsSync(resources))) {
        const last = lines.filter((line) => line.trim()).slice(-LAST_LINES);
        throw new UserError(
          `the dry run (${command.name}) of ${command.stage} failed`,
          `mend what it says\n${last.join('\n')}`,
        );
      }
      return {
        resources: JSON.parse(asOnAws(resources) || '[]'),
        requests: requestsIn(asOnAws(requests)),
      };
    },
    close() {
      account.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Deploys a stage into an account that is empty and takes everything, and tells what would be made and sent. It is the same
 * wherever it runs: the machine's environment and `.env` files set nothing of the app, which reads its settings by
 * `settingsEnvironment` of packages/stages.
 *
 * @throws UserError with what the CLI said if it fails.
 */
export async function dryRun({ places, stage, settings }: DryRunOptions): Promise<DryRun> {
  const account = await dryAccount(places);
  try {
    return await account.sst(['deploy', '--stage', stage], { settings });
  } finally {
    account.close();
  }
}

const requestsIn = (lines: string): SentRequest[] =>
  lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Replaces the local addresses that the stand-in puts in by AWS's. */
export const delocalized = (text: string, endpoint: string): string =>
  text
    .replaceAll(
      new RegExp(`${endpoint}/_aws/execute-api/([a-z0-9]+)`, 'g'),
      `https://$1.execute-api.${REGION}.amazonaws.com`,
    )
    .replaceAll(
      new RegExp(`${endpoint}/_aws/lambda-url/([a-z0-9]+)`, 'g'),
      `https://$1.lambda-url.${REGION}.on.aws`,
    )
    .replaceAll(new RegExp(`${endpoint}/(?=\\d{12}/)`, 'g'), `https://sqs.${REGION}.amazonaws.com/`);
