import { CloudWatchLogsClient, paginateFilterLogEvents } from '@aws-sdk/client-cloudwatch-logs';
import { flag, optional } from '@serverless-orders/command-line/arguments';
import { calling } from '@serverless-orders/command-line/calling';
import { command } from '@serverless-orders/command-line/command';
import { action, type Request } from '@serverless-orders/command-line/declaration';
import { UserError } from '@serverless-orders/command-line/user-error';
import { poll } from '@serverless-orders/command-line/wait';
import { type DeployedFunction, readDeployed } from '../deployed.ts';
import { clientOptions } from '../engine/credentials.ts';
import { runningStage } from '../engine/stage-engine.ts';
import type { Places } from '../sst/places.ts';
import { type LocalCommand, stageHere } from './command.ts';

/** How often new lines are asked for while they are followed, in ms. */
const LOOK_EVERY = 1_000;

/** What the functions of a stage have logged, in the order of time. */
export const logs: LocalCommand = (places, stage = stageHere) =>
  command({
    name: 'logs',
    summary: 'prints what functions log',
    localOnly: true,
    stage,
    actions: {
      '': action({
        options: {
          function: optional('part', 'of the names of the functions; all without it'),
          follow: flag('goes on with what is logged from now on', 'f'),
        },
        run: (request) => printLogs(places, request),
      }),
    },
  });

async function printLogs(
  places: Places,
  { stage, function: part, follow }: Request & { function?: string | undefined; follow: boolean },
): Promise<number> {
  const { engine } = await runningStage(stage);
  const functions = pick(readDeployed(places, stage)?.functions ?? [], part, stage);
  const client = new CloudWatchLogsClient(clientOptions(engine.endpoint));
  const told = new Set<string>();
  const print = async () => {
    for (const { id, line } of await linesOf(client, functions)) {
      if (told.has(id)) continue;
      told.add(id);
      console.log(line);
    }
  };
  await print();
  if (!follow) return 0;
  const forever = async () => print().then(() => false);
  await poll(forever, { timeoutMs: Number.POSITIVE_INFINITY, everyMs: LOOK_EVERY });
  return 0;
}

/**
 * The functions whose names contain a word; without a word all of them.
 *
 * @throws UserError if there is none, with the names that there are.
 */
export function pick(
  functions: readonly DeployedFunction[],
  word: string | undefined,
  stage: string,
): DeployedFunction[] {
  const found = functions.filter(({ name }) => name.toLowerCase().includes((word ?? '').toLowerCase()));
  if (found.length > 0) return found;
  if (functions.length === 0)
    throw new UserError(`the stage ${stage} has no functions`, `${calling('deploy', stage)} deploys it`);
  const names = functions.map(({ name }) => name).sort();
  throw new UserError(`there is no function "${word}"`, `name a part of one of ${names.join(', ')}`);
}

async function linesOf(client: CloudWatchLogsClient, functions: readonly DeployedFunction[]) {
  const all = await Promise.all(
    functions.map(async ({ name, logGroup: logGroupName }) => {
      const found: { id: string; at: number; line: string }[] = [];
      try {
        for await (const { events = [] } of paginateFilterLogEvents({ client }, { logGroupName }))
          for (const { eventId = '', timestamp = 0, message = '' } of events) {
            const time = new Date(timestamp).toISOString().slice(11, 23);
            found.push({ id: eventId, at: timestamp, line: `${time}  ${name}  ${message.trimEnd()}` });
          }
      } catch (error) {
        // A function that was never called has no group.
        if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      }
      return found;
    }),
  );
  return all.flat().sort((a, b) => a.at - b.at);
}
