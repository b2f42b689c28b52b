import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { optional, required, UsageError } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action, type Output, type Request } from '@serverless-orders/command-line/declaration';
import { runSteps } from '@serverless-orders/command-line/progress';
import { explainAccess, stageAccess } from '../stage/access.ts';
import { anyStage } from '../stage/argument.ts';
import { StageTable } from '../stage/table.ts';
import { compareWithCopy, type Difference, keyText, putBack } from './compare.ts';
import { dropCopy, originalOf, restoreCopy } from './point-in-time.ts';

/** How many keys are printed of each kind; `--json` has all. */
const SHOWN = 20;

const SERVICES = ['users', 'orders', 'inventory', 'payments', 'notifications'];

const copyWord = required('copy', 'the name of the copy, as begin has printed it');

/**
 * `npm run restore`: gets lost rows of a service's table back from its point-in-time recovery, without a stop of the shop: a copy is
 * restored beside the table, compared with it, and what the table has lost is put back. Nothing newer is overwritten.
 */
export const restore = command({
  name: 'restore',
  summary: "gets lost rows of a service's table back as they were at a time (begin, compare, put-back, drop)",
  stage: anyStage,
  actions: {
    begin: action({
      help: 'restores a copy beside the table and waits for it, 20 minutes or more in AWS',
      words: { service: required('service', SERVICES.join(', '), readService) },
      options: { at: optional('2026-11-27T18:00:00Z', 'the time; the latest possible without it', readTime) },
      run: (request) => explained(request, () => begin(request)),
    }),
    compare: action({
      help: 'tells what the copy has that the table has not, or has otherwise',
      words: { copy: copyWord },
      json: true,
      run: (request) => explained(request, () => compare(request)),
    }),
    'put-back': action({
      help: 'puts back what the table has not; what it has otherwise stays',
      words: { copy: copyWord },
      run: (request) => explained(request, () => putMissingBack(request)),
    }),
    drop: action({
      help: 'deletes the copy',
      words: { copy: copyWord },
      run: (request) => explained(request, () => drop(request)),
    }),
  },
});

function readService(word: string): string {
  if (SERVICES.includes(word)) return word;
  throw new UsageError(`"${word}" is no service with a table: ${SERVICES.join(', ')}`);
}

function readTime(text: string): Date {
  const time = new Date(text);
  if (/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(text) && !Number.isNaN(time.getTime())) return time;
  throw new UsageError(`"${text}" is no time with a zone, as in 2026-11-27T18:00:00Z`);
}

async function explained<T>({ stage }: Request, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw explainAccess(thrown, stage);
  }
}

const clientOf = async (stage: string) => new DynamoDBClient((await stageAccess(stage)).config);

async function begin({ stage, service, at }: Request & { service: string; at: Date | undefined }) {
  const { name: table } = await StageTable.find(stage, `${service[0]!.toUpperCase()}${service.slice(1)}`);
  const client = await clientOf(stage);
  let copy = '';
  await runSteps([
    {
      title: `restore ${table} as it was ${at ? `at ${at.toISOString()}` : 'lately'}`,
      run: async (report) => {
        copy = await restoreCopy(client, table, { at, report });
      },
    },
  ]);
  console.log(`${copy} is there: npm run restore -- compare ${copy} --stage ${stage}`);
  return 0;
}

async function compare({ stage, copy }: Request & { copy: string }): Promise<Output> {
  const { missing, changed, compared } = await compareWithCopy(await clientOf(stage), copy);
  const keys = { missing: missing.map(keyText), changed: changed.map(keyText) };
  return {
    lines: [
      ...listed('missing', keys.missing),
      ...listed('changed since, left as it is', keys.changed),
      sum({ missing, changed, compared }, originalOf(copy)),
    ],
    document: { copy, table: originalOf(copy), compared, ...keys },
  };
}

const listed = (what: string, keys: string[]): string[] => [
  ...keys.slice(0, SHOWN).map((key) => `${what}: ${key}`),
  ...(keys.length > SHOWN ? [`${what}: ${keys.length - SHOWN} more`] : []),
];

const sum = ({ missing, changed, compared }: Difference, table: string): string =>
  `of ${compared} rows ${missing.length} are missing in ${table}, and ${changed.length} have changed since`;

async function putMissingBack({ stage, copy }: Request & { copy: string }): Promise<number> {
  const client = await clientOf(stage);
  const { missing } = await compareWithCopy(client, copy);
  const count = await putBack(client, originalOf(copy), missing);
  console.log(
    `${count} rows were put back: npm run ledger -- check --stage ${stage} checks that money adds up`,
  );
  return 0;
}

async function drop({ stage, copy }: Request & { copy: string }): Promise<number> {
  await dropCopy(await clientOf(stage), copy);
  console.log(`${copy} is deleted`);
  return 0;
}
