import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { Request } from '@serverless-orders/command-line/declaration';
import { privateFolder } from '@serverless-orders/command-line/private-files';
import { UserError } from '@serverless-orders/command-line/user-error';
import { ensureEngine } from '../engine/engine.ts';
import { engineOf } from '../engine/stage-engine.ts';
import { COMPLETE, GAPS_VARIABLE, type Gap, summarized } from '../pulumi/gaps.ts';
import { parseSstCommand } from '../sst/command.ts';
import { type Places, privateFolders } from '../sst/places.ts';
import { runLocal } from '../sst/run-local.ts';
import { type LocalCommand, ofStage } from './command.ts';

export interface CheckResult {
  /** What is missing, each once, with the names of the resources that need it. */
  readonly gaps: { problem: string; resources: string[] }[];
  /** What the sst CLI said if the program failed: resources that it declares after the failure are not checked. */
  readonly stopped?: string;
}

/**
 * Lists everything that an app needs and this machine does not have, by a preview of the stage that notes each gap and goes
 * on. Nothing is deployed. Resources that the program declares inside an `apply` over an output of a resource that is not
 * deployed are not found.
 *
 * @throws UserError if the sst CLI cannot be run.
 */
export async function findGaps(
  stage: string,
  { places, endpoint }: { places: Places; endpoint: string },
): Promise<CheckResult> {
  const folder = mkdtempSync(join(places.local, 'check-'));
  const file = join(folder, 'gaps');
  const lines: string[] = [];
  try {
    await runLocal({
      command: parseSstCommand(['diff', '--stage', stage]),
      endpoint,
      places,
      env: { [GAPS_VARIABLE]: file },
      onLine: (line) => lines.push(stripVTControlCharacters(line)),
    });
    const found = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
    const gaps = summarized(found.filter((line) => line !== COMPLETE).map((line) => JSON.parse(line) as Gap));
    const last = lines.filter((line) => line.trim()).slice(-10);
    return found.includes(COMPLETE) ? { gaps } : { gaps, stopped: last.join('\n') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export const check: LocalCommand = (places, stage) =>
  ofStage({
    name: 'check',
    summary: 'what the app needs that this machine does not have: all of it, without a deployment',
    stage,
    json: true,
    run: (request) => checkApp(places, request),
  });

async function checkApp(places: Places, { stage, json }: Request): Promise<number> {
  for (const folder of privateFolders(places)) privateFolder(folder);
  const { endpoint } = await ensureEngine({
    ...engineOf(stage),
    progress: (text) => console.error(`› ${text}`),
  });
  const result = await findGaps(stage, { places, endpoint });
  if (json) console.log(JSON.stringify(result, null, 2));
  else for (const line of told(result)) console.log(line);
  if (result.stopped)
    throw new UserError(
      'the program stopped before its end, so the list may be incomplete',
      `mend what it says, and check again\n${result.stopped}`,
    );
  return result.gaps.length > 0 ? 1 : 0;
}

function told({ gaps, stopped }: CheckResult): string[] {
  if (gaps.length === 0) return stopped ? [] : ['nothing is missing'];
  return gaps.map(({ problem, resources }) =>
    resources.length > 0 ? `${problem} (${resources.join(', ')})` : problem,
  );
}
