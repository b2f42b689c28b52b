import { existsSync, readFileSync } from 'node:fs';
import { matching, optional } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { installPackages } from '@serverless-orders/command-line/install-packages';
import { run } from '@serverless-orders/command-line/process-run';
import { runSteps } from '@serverless-orders/command-line/progress';
import { pinnedNode, readOutputs, runningStage } from '@serverless-orders/localstack';
import { isLocalStage } from '@serverless-orders/stages/stage';
import { inRoot, places } from '../../paths.ts';
import { anyStage } from '../stage/argument.ts';
import { addressIn } from './address.ts';

const folder = inRoot('tests', 'smoke');
const LIMIT_MS = 5 * 60_000;

/**
 * `npm run smoke -- [--stage production] [--url https://…]`: the Postman collection of tests/smoke, run by newman against a stage. It
 * asks each service once, buys nothing and leaves no account behind: safe on production.
 */
export const smoke = command({
  name: 'smoke',
  summary: 'asks each service of a stage once, and cleans up (-- --stage production, -- --url <api>)',
  stage: anyStage,
  actions: {
    '': action({
      options: {
        url: optional(
          'api',
          'the address of its API; that of the last deployment from here if left out',
          matching(/^https?:\/\//, 'no address of http or https'),
        ),
      },
      run: async ({ stage, url }) => runSmoke(stage, url ?? (await addressOf(stage))),
    }),
  },
});

async function runSmoke(stage: string, api: string): Promise<number> {
  // Its pins are old, and nothing that is deployed needs it.
  await runSteps([{ title: 'newman', run: () => installPackages(folder, { what: 'newman' }) }]);
  const named = inRoot('tests', 'smoke', `${stage}.postman_environment.json`);
  const environment = existsSync(named) ? named : environmentFor(stage);
  const { code, output, timedOut } = await run(
    pinnedNode(),
    [
      '--no-deprecation',
      inRoot('tests', 'smoke', 'node_modules', 'newman', 'bin', 'newman.js'),
      'run',
      inRoot('tests', 'smoke', 'shop.postman_collection.json'),
      ...['--environment', environment, '--env-var', `api=${api.replace(/\/$/, '')}`],
      ...['--reporters', 'cli', '--color', 'off', '--disable-unicode'],
    ],
    { cwd: folder, timeoutMs: LIMIT_MS },
  );
  console.log(output);
  console.log(
    code === 0 ? `the stage ${stage} is well: ${api}` : `the stage ${stage} fails its smoke test: ${api}`,
  );
  return timedOut ? 1 : code;
}

/** The settings of a stage that has none of its own: a local one's, or those of staging. */
const environmentFor = (stage: string): string =>
  inRoot('tests', 'smoke', `${isLocalStage(stage) ? 'local' : 'staging'}.postman_environment.json`);

/** @throws UserError when the engine of a local stage does not run, or as {@link addressIn}. */
async function addressOf(stage: string): Promise<string> {
  if (isLocalStage(stage)) await runningStage(stage);
  return addressIn(readOutputs(places, stage) ?? latestOutputs(), stage);
}

function latestOutputs(): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(inRoot('.sst', 'outputs.json'), 'utf8'));
  } catch {
    return {};
  }
}
