import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { privateFolder } from '@serverless-orders/command-line/private-files';
import { UserError } from '@serverless-orders/command-line/user-error';
import { DRY_VARIABLE, REQUESTS_VARIABLE, RESOURCES_VARIABLE, type SentRequest } from '../pulumi/requests.ts';
import type { Resource } from '../pulumi/resource.ts';
import { FOLDER_VARIABLE } from '../pulumi/settings.ts';
import { parseSstCommand } from '../sst/command.ts';
import { type Places, privateFolders } from '../sst/places.ts';
import { runLocal } from '../sst/run-local.ts';
import { startStateAccount } from './account.ts';

export interface DryRun {
  /** Everything that the deployment would make, as its state has it. */
  readonly resources: Resource[];
  /** Every request that it would send to AWS. */
  readonly requests: SentRequest[];
}

export interface DryRunOptions {
  readonly places: Places;
  /** Any stage, one in AWS too: nothing leaves this machine. */
  readonly stage: string;
  /** All that the app is set to: neither the caller's environment nor `.env` files set anything. */
  readonly settings?: Readonly<Record<string, string>>;
}

/** That of every local stage. */
const REGION = 'us-east-1';

/** The CLI's last lines that are shown when it fails. */
const LAST_LINES = 30;

/**
 * Deploys a stage with the app's own unmodified sst CLI into an empty account that takes everything: no engine and no AWS
 * account is needed, and what would be made and sent is told. It is the same wherever it runs: the machine's environment and
 * `.env` files set nothing of the app, which reads its settings by `settingsEnvironment` of packages/stages.
 *
 * @throws UserError with what the CLI said if it fails.
 */
export async function dryRun({ places, stage, settings = {} }: DryRunOptions): Promise<DryRun> {
  for (const folder of privateFolders(places)) privateFolder(folder);
  const folder = mkdtempSync(join(places.local, 'dry-run-'));
  const [resources, requests] = [join(folder, 'resources.json'), join(folder, 'requests.jsonl')];
  const account = await startStateAccount();
  const lines: string[] = [];
  try {
    const code = await runLocal({
      command: parseSstCommand(['deploy', '--stage', stage]),
      endpoint: account.endpoint,
      places,
      settings,
      env: {
        [DRY_VARIABLE]: '1',
        [REQUESTS_VARIABLE]: requests,
        [RESOURCES_VARIABLE]: resources,
        [FOLDER_VARIABLE]: folder,
      },
      onLine: (line) => lines.push(stripVTControlCharacters(line)),
    });
    if (code !== 0 || !existsSync(resources)) {
      const last = lines.filter((line) => line.trim()).slice(-LAST_LINES);
      throw new UserError(`the dry run of ${stage} failed`, `mend what it says\n${last.join('\n')}`);
    }
    const asOnAws = (file: string) => delocalized(readFileSync(file, 'utf8'), account.endpoint);
    return { resources: JSON.parse(asOnAws(resources)), requests: requestsIn(asOnAws(requests)) };
  } finally {
    account.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const requestsIn = (lines: string): SentRequest[] =>
  lines
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));

/** Addresses as they are on AWS: the stand-in makes all of them local. */
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
