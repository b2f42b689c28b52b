import { LambdaClient } from '@aws-sdk/client-lambda';
import { optional } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action, type Output, type Request } from '@serverless-orders/command-line/declaration';
import { UserError } from '@serverless-orders/command-line/user-error';
import { explainAccess, stageAccess } from '../stage/access.ts';
import { anyStage } from '../stage/argument.ts';
import { beginCanary, goBack, type Moved, markGood, promoteNewest } from './moves.ts';
import { type Release, releasesOf } from './releases.ts';

/**
 * `npm run rollback -- [mark|canary|promote] --stage production`: which versions of the functions behind the API answer customers. Without
 * a word, those that have passed the smoke test last: within seconds, and without a deployment.
 */
export const rollback = command({
  name: 'rollback',
  summary:
    'has the versions that were good last answer customers again (-- list, -- mark, -- canary, -- promote)',
  stage: anyStage,
  actions: {
    '': action({ help: 'back to the versions that were marked good', json: true, run: back }),
    list: action({ help: 'which versions answer, and which are good', json: true, run: list }),
    mark: action({
      help: 'marks the versions that answer as good: after a smoke test',
      json: true,
      run: mark,
    }),
    canary: action({
      help: 'has the newest versions answer some requests, and the good ones the rest',
      options: { percent: optional('share', 'of requests, 1 to 99; 10 if left out') },
      json: true,
      run: canary,
    }),
    promote: action({ help: 'has the newest versions answer all requests', json: true, run: promote }),
  },
});

/** Does something about the releases of a stage. */
async function of(
  stage: string,
  work: (client: LambdaClient, releases: Release[]) => Promise<Moved[]>,
): Promise<Moved[]> {
  const { config, prefix } = await stageAccess(stage);
  const client = new LambdaClient(config);
  try {
    const releases = await releasesOf(client, prefix);
    if (releases.length === 0)
      throw new UserError(
        `no function of ${stage} has versions`,
        'they are made in AWS alone: on this machine, deploy the last good commit',
      );
    return await work(client, releases);
  } catch (thrown) {
    throw explainAccess(thrown, stage);
  } finally {
    client.destroy();
  }
}

async function back({ stage }: Request): Promise<Output> {
  return told(stage, 'is answered by the versions that were good last', await of(stage, goBack));
}

async function list({ stage }: Request): Promise<Output> {
  const all = await of(stage, async (_, releases) => releases.map((one) => ({ ...one, was: one.live })));
  return told(stage, 'has these versions', all);
}

async function mark({ stage }: Request): Promise<Output> {
  return told(stage, 'has the versions that answer marked good', await of(stage, markGood));
}

async function canary({ stage, percent = '10' }: Request & { percent?: string }): Promise<Output> {
  const share = Number(percent);
  if (!(share >= 1 && share <= 99))
    throw new UserError(`"${percent}" is no share of requests`, 'say 1 to 99');
  const changed = await of(stage, (client, releases) => beginCanary(client, releases, share / 100));
  return told(stage, `has ${share} % of requests answered by the newest versions`, changed);
}

async function promote({ stage }: Request): Promise<Output> {
  return told(stage, 'is answered by the newest versions', await of(stage, promoteNewest));
}

const told = (stage: string, what: string, changed: Moved[]): Output => ({
  lines: [
    ...changed.map(({ name, was, live, good, newest, others }) => {
      const shares = Object.entries(others).map(
        ([version, share]) => `, ${Math.round(share * 100)} % ${version}`,
      );
      const moved = was === live ? live : `${was} → ${live}`;
      return `${name}: ${moved}${shares.join('')} (good ${good ?? 'none'}, newest ${newest})`;
    }),
    `${stage} ${what}: ${changed.length === 1 ? '1 function' : `${changed.length} functions`}`,
  ],
  document: { stage, functions: changed },
});
