import { parseArgs } from 'node:util';
import { calling } from '@serverless-orders/command-line/calling';

/** One call of `pulumi`, as the sst CLI makes it. */
export interface CommandLine {
  readonly command: 'version' | 'stack-init' | 'up' | 'preview' | 'destroy';
  /** `organization/<app>/<stage>`. */
  readonly stack: string;
  readonly app: string;
  readonly stage: string;
  readonly eventLog?: string;
  /** Provider settings: `aws:region` and so on. */
  readonly config: Record<string, string>;
  readonly targets: string[];
  readonly excludes: string[];
}

/**
 * Reads the arguments of the `pulumi` command as far as the sst CLI (4.17) uses them.
 *
 * @throws Error naming a command or an option that is not supported, so that a newer CLI is not misunderstood.
 */
export function parseCommandLine(args: readonly string[]): CommandLine {
  const command = args[0] === 'stack' && args[1] === 'init' ? 'stack-init' : (args[0] ?? '');
  // First of all, since the options of an unknown command are not known either.
  if (!isCommand(command)) throw new Error(notHere(args));
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      stack: { type: 'string' },
      'event-log': { type: 'string' },
      config: { type: 'string', multiple: true, default: [] },
      target: { type: 'string', multiple: true, default: [] },
      exclude: { type: 'string', multiple: true, default: [] },
      'target-dependents': { type: 'boolean' },
      'exclude-dependents': { type: 'boolean' },
      'non-interactive': { type: 'boolean' },
      yes: { type: 'boolean' },
      'skip-preview': { type: 'boolean', short: 'f' },
    },
  });
  const stack = (command === 'stack-init' ? positionals[2] : values.stack) ?? '';
  const [, app = '', stage = ''] = stack.split('/');
  if (command !== 'version' && (!app || !stage)) throw new Error(`"${stack}" is not organization/app/stage`);
  const config = values.config.map((pair): [string, string] => {
    const at = pair.indexOf('=');
    return [pair.slice(0, at), pair.slice(at + 1)];
  });
  return {
    command,
    stack,
    app,
    stage,
    eventLog: values['event-log'],
    config: Object.fromEntries(config),
    targets: values.target,
    excludes: values.exclude,
  };
}

function notHere(args: readonly string[]): string {
  const options = args.findIndex((word) => word.startsWith('-'));
  const words = args.slice(0, options < 0 ? args.length : options).join(' ');
  return `\`pulumi ${words}\` has no stand-in on this machine${ADVICE[args[0] ?? ''] ?? ''}`;
}

/** What to do instead of an sst command that calls a `pulumi` command which is not supported. */
const ADVICE: Record<string, string> = {
  refresh: `: a local stage is what was deployed to it. If something was changed by hand, \`${calling('sst', 'remove')}\` and deploy again`,
};

const isCommand = (name: string): name is CommandLine['command'] =>
  ['version', 'stack-init', 'up', 'preview', 'destroy'].includes(name);
