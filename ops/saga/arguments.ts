import { parseArgs } from 'node:util';
import { namedStage } from '@serverless-orders/localstack';
import { UserError } from '../../packages/command-line/user-error.ts';

/** What a person asked of `npm run saga`. */
export type SagaRequest = { stage: string } & (
  | { action: 'list' }
  | { action: 'show' | 'redrive' | 'explain'; order: string }
);

const USAGE = 'npm run saga -- list | show <order> | redrive <order> | explain <order> [--stage local]';
const ABOUT_ONE = ['show', 'redrive', 'explain'] as const;

const refuse = (what: string): never => {
  throw new UserError(what, USAGE);
};

/** @throws UserError for whatever is none of its forms. */
export function parseSagaArguments(args: readonly string[]): SagaRequest {
  const { words, stage = namedStage() } = split(args);
  const [word = refuse('nothing was asked for'), order, ...more] = words;
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/i.test(stage)) refuse(`"${stage}" is no name of a stage`);
  if (word === 'list') return order === undefined ? { action: word, stage } : refuse('list takes no order');
  const action = ABOUT_ONE.find((one) => one === word) ?? refuse(`"${word}" is not known`);
  if (order === undefined) return refuse('which order? its id is missing');
  if (more.length > 0) refuse('one order at a time');
  if (!/^[\w-]{1,128}$/.test(order)) refuse(`"${order}" is no id of an order`);
  return { action, stage, order };
}

function split(args: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: { stage: { type: 'string' } },
      allowPositionals: true,
    });
    return { words: positionals, ...values };
  } catch (thrown) {
    return refuse((thrown as Error).message.split('. ')[0]!);
  }
}
