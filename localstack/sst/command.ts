/** What matters here of a call of the sst CLI. */
export interface SstCommand {
  /** The first word: deploy, diff, secret ... */
  readonly name: string;
  readonly stage: string;
  /** The arguments for the CLI, with the stage in them. */
  readonly args: string[];
}

/** Commands that write below `.sst`, which all stages of a checkout share: one at a time. */
const EXCLUSIVE = ['deploy', 'diff', 'remove', 'refresh', 'install', 'add', 'dev'];

/** Reads the arguments of `npm run sst -- ...`; without `--stage` it is the stage `local`. */
export function parseSstCommand(args: readonly string[]): SstCommand {
  const name = args.find((arg) => !arg.startsWith('-')) ?? '';
  const at = args.indexOf('--stage');
  const joined = args.find((arg) => arg.startsWith('--stage='));
  const given = joined ? joined.slice('--stage='.length) : at >= 0 ? args[at + 1] : undefined;
  if (given) return { name, stage: given, args: [...args] };
  return { name, stage: 'local', args: name ? [...args, '--stage', 'local'] : [...args] };
}

export const isExclusive = ({ name }: SstCommand): boolean => EXCLUSIVE.includes(name);

/** Commands after which the stage's outputs are new. */
export const writesOutputs = ({ name }: SstCommand): boolean => name === 'deploy' || name === 'refresh';
