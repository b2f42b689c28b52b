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

/** Reads the arguments of `npm run sst -- ...`; without `--stage` it is the stage of `npm start`. */
export function parseSstCommand(args: readonly string[], usual = 'local'): SstCommand {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const at = own.indexOf('--stage');
  const joined = own.find((arg) => arg.startsWith('--stage='));
  const given = joined ? joined.slice('--stage='.length) : at >= 0 ? own[at + 1] : undefined;
  const name = own.find((arg, index) => !arg.startsWith('-') && (at < 0 || index !== at + 1)) ?? '';
  if (given || !name) return { name, stage: given ?? usual, args: [...args] };
  return { name, stage: usual, args: [...own, '--stage', usual, ...args.slice(own.length)] };
}

export const isExclusive = ({ name }: SstCommand): boolean => EXCLUSIVE.includes(name);
