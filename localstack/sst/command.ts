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

/** Commands whose work the stand-in does. */
const OF_STAND_IN = ['deploy', 'diff', 'remove', 'refresh'];

/** The flags of sst 4.17 that take the next argument as their value, whatever it is; all its others are switches. */
const WITH_VALUE = ['stage', 'target', 'exclude', 'config', 'mode', 'policy', 'port'];

interface Flag {
  readonly name: string;
  readonly value?: string;
}

/**
 * Reads arguments as the CLI does (https://pkg.go.dev/github.com/spf13/pflag): flags may stand before the command and after
 * it, and behind `--` there are none. A flag with one dash, which the CLI refuses, is read as one with two.
 *
 * @returns the flags, the words that are none, and how many arguments come before `--`.
 */
function read(args: readonly string[]): { flags: Flag[]; words: string[]; end: number } {
  const flags: Flag[] = [];
  const words: string[] = [];
  let at = 0;
  for (; at < args.length && args[at] !== '--'; at += 1) {
    const [, name, joined] = /^--?([^-=][^=]*)(?:=(.*))?$/s.exec(args[at]!) ?? [];
    if (name === undefined) words.push(args[at]!);
    else if (joined !== undefined) flags.push({ name, value: joined });
    else if (WITH_VALUE.includes(name)) {
      at += 1;
      flags.push({ name, value: args[at] ?? '' });
    } else flags.push({ name });
  }
  const end = Math.min(at, args.length);
  return { flags, words: [...words, ...args.slice(end + 1)], end };
}

/** Reads the arguments of `npm run sst -- ...`; without `--stage` it is the stage of `npm start`. */
export function parseSstCommand(args: readonly string[], usual = 'local'): SstCommand {
  const { flags, words, end } = read(args);
  // As in the CLI, the last one counts.
  const given = flags.findLast((flag) => flag.name === 'stage')?.value;
  const [name = ''] = words;
  if (given || !name) return { name, stage: given ?? usual, args: [...args] };
  return { name, stage: usual, args: [...args.slice(0, end), '--stage', usual, ...args.slice(end)] };
}

/** The stage that arguments for the sst CLI are about; without `--stage` the usual one. */
export const sstStage = (args: readonly string[], usual: string): string =>
  parseSstCommand(args, usual).stage;

/**
 * Commands that need the machine's network: they install something, or run what the person names (`shell -- <command>`). None
 * of them opens the CLI's RPC port.
 */
const IN_OPEN_NETWORK = [
  '',
  'install',
  'add',
  'shell',
  'version',
  'upgrade',
  'cert',
  'telemetry',
  'tunnel',
  'init',
];

/**
 * Whether a command runs in a network of its own. One that needs the machine's has to be the first argument: behind a flag that
 * is not known here, its name could be that flag's value.
 */
export const isIsolated = ({ name, args }: SstCommand): boolean =>
  !IN_OPEN_NETWORK.includes(name) || (name !== '' && args[0] !== name);

/** Whether the stand-in has to do the command's work to its end: not if the CLI only explains the command. */
export const needsStandIn = ({ name, args }: SstCommand): boolean =>
  OF_STAND_IN.includes(name) && !read(args).flags.some((flag) => /^(h|help|v|version)$/.test(flag.name));

export const isExclusive = ({ name }: SstCommand): boolean => EXCLUSIVE.includes(name);
