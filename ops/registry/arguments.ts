import { userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import { namedStage } from '@serverless-orders/localstack';
import { UserError } from '../../packages/command-line/user-error.ts';

/** What a person asked of `npm run registry`. */
export type RegistryRequest = { stage: string } & (
  | { action: 'list' }
  | { action: 'probe' }
  | { action: 'restore'; service: string; instance: string }
  | { action: 'drain'; service: string; instance: string; reason: string; by: string }
);

const USAGE =
  'npm run registry -- list | probe | drain <service>/<instance> [--reason "..."] | restore <service>/<instance> [--stage local]';

const refuse = (what: string): never => {
  throw new UserError(what, USAGE);
};

/** @throws UserError for whatever is none of its forms. */
export function parseRegistryArguments(args: readonly string[]): RegistryRequest {
  const { words, stage = namedStage(), reason } = split(args);
  const [action = refuse('nothing was asked for'), name, ...more] = words;
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/i.test(stage)) refuse(`"${stage}" is no name of a stage`);
  if (reason !== undefined && action !== 'drain') refuse('--reason belongs to drain');
  if (action === 'list' || action === 'probe')
    return name === undefined ? { action, stage } : refuse(`${action} is for all instances`);
  if (action !== 'drain' && action !== 'restore') return refuse(`"${action}" is not known`);
  if (name === undefined)
    return refuse(`which instance is to be ${action === 'drain' ? 'drained' : 'restored'}?`);
  if (more.length > 0) refuse('one instance at a time');
  const [, service = '', instance = ''] =
    /^([a-z][a-z0-9-]*)\/([a-z][a-z0-9-]*)$/.exec(name) ??
    refuse(`"${name}" is no instance: it is a service and a name, as in users/a`);
  if (action === 'restore') return { action, stage, service, instance };
  return { action, stage, service, instance, reason: reason ?? 'drained by hand', by: userInfo().username };
}

function split(args: readonly string[]) {
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      options: { stage: { type: 'string' }, reason: { type: 'string' } },
      allowPositionals: true,
    });
    return { words: positionals, ...values };
  } catch (thrown) {
    return refuse((thrown as Error).message.split('. ')[0]!);
  }
}
