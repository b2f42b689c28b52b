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

/** Reads the arguments of `npm run sst -- ...`; without `--stage` it is the stage of `npm start`. */
export function parseSstCommand(args: readonly string[], usual = 'local'): SstCommand {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  const isStage = (arg = '') => /^--?stage$/.test(arg);
  // As the CLI's flags are read: one dash or two, and the last one counts.
  const given = own
    .flatMap((arg, at) => {
      const joined = /^--?stage=(.*)$/s.exec(arg)?.[1];
      return joined ?? (isStage(arg) ? (own[at + 1] ?? '') : []);
    })
    .at(-1);
  const name = own.find((arg, at) => !arg.startsWith('-') && !isStage(own[at - 1])) ?? '';
  if (given || !name) return { name, stage: given ?? usual, args: [...args] };
  return { name, stage: usual, args: [...own, '--stage', usual, ...args.slice(own.length)] };
}

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

/** Whether a command runs in a network of its own. */
export const isIsolated = ({ name }: SstCommand): boolean => !IN_OPEN_NETWORK.includes(name);

/** Whether the stand-in has to do the command's work to its end: not if the CLI only explains the command. */
export const needsStandIn = ({ name, args }: SstCommand): boolean => {
  const end = args.indexOf('--');
  const own = end < 0 ? args : args.slice(0, end);
  return OF_STAND_IN.includes(name) && !own.some((arg) => /^--?(h|help|v|version)$/.test(arg));
};

export const isExclusive = ({ name }: SstCommand): boolean => EXCLUSIVE.includes(name);
