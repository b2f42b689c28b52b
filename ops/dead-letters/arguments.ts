import { parseArgs } from 'node:util';
import { namedStage } from '@serverless-orders/localstack';
import { UserError } from '../../packages/command-line/user-error.ts';

/** What a person asked of `npm run dlq`. */
export type DlqRequest = { stage: string } & (
  | { action: 'list' }
  | { action: 'show'; queue: string; limit: number }
  | { action: 'redrive'; queue: string }
);

const USAGE = 'npm run dlq -- list | show <queue> [--limit 10] | redrive <queue> [--stage local]';

const refuse = (what: string): never => {
  throw new UserError(what, USAGE);
};

/** @throws UserError for whatever is none of its forms. */
export function parseDlqArguments(args: readonly string[]): DlqRequest {
  const { words, stage = namedStage(), limit } = split(args);
  const [action = refuse('nothing was asked for'), queue, ...more] = words;
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/i.test(stage)) refuse(`"${stage}" is no name of a stage`);
  if (limit !== undefined && action !== 'show') refuse('--limit belongs to show');
  if (action === 'list') return queue === undefined ? { action, stage } : refuse('list takes no queue');
  if (action !== 'show' && action !== 'redrive') return refuse(`"${action}" is not known`);
  if (queue === undefined) return refuse(`which queue is to be ${action === 'show' ? 'shown' : 'redriven'}?`);
  if (more.length > 0) refuse('one queue at a time');
  return action === 'redrive' ? { action, stage, queue } : { action, stage, queue, limit: limitOf(limit) };
}

function split(args: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: { stage: { type: 'string' }, limit: { type: 'string' } },
      allowPositionals: true,
    });
    return { words: positionals, ...values };
  } catch (thrown) {
    return refuse((thrown as Error).message.split('. ')[0]!);
  }
}

function limitOf(text = '10'): number {
  const limit = Number(text);
  return Number.isInteger(limit) && limit >= 1 && limit <= 1000
    ? limit
    : refuse(`--limit is "${text}", and should be a number from 1 to 1000`);
}
