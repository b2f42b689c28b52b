import { existsSync } from 'node:fs';
import { delimiter, dirname, join, relative, resolve } from 'node:path';
import { callBy } from '@serverless-orders/command-line/calling';
import { systemErrorLine } from '@serverless-orders/command-line/system-error';
import { UserError } from '@serverless-orders/command-line/user-error';
import { COMMANDS, type LocalCommand } from './index.ts';
import { inPackage } from './paths.ts';
import { pinnedNode } from './pinned-node.ts';
import { type Places, placesOf } from './sst/places.ts';

/**
 * `node localstack/bin.mjs [--app DIR] <command> ...`: AWS on this machine for the SST app in DIR, which is the working folder
 * unless it is named. What an app's commands leave behind lies in DIR/.local; engines and caches are shared by all apps.
 */
async function main(words: string[]): Promise<number> {
  const { app, name, args } = read(words);
  const load = new Map<string, () => Promise<LocalCommand>>(Object.entries(COMMANDS)).get(name);
  if (!load) {
    const lines = await Promise.all(
      Object.entries(COMMANDS).map(
        async ([key, each]) => `  ${key.padEnd(10)}${(await each())(placesOf(app)).summary}`,
      ),
    );
    const what = name ? `there is no command "${name}"` : 'no command was given';
    throw new UserError(what, `it is [--app <folder>] and one of these\n${lines.join('\n')}`);
  }
  callBy(`node ${shortest(inPackage('bin.mjs'))}${app === process.cwd() ? '' : ` --app ${shortest(app)}`}`);
  return (await load())(placesIn(app)).run(args);
}

/** `--app` has to come before the command: all later arguments belong to the command, and `sst` has flags of its own. */
function read(words: string[]): { app: string; name: string; args: string[] } {
  const [first = '', second] = words;
  const [, joined] = /^--app=(.*)$/s.exec(first) ?? [];
  if (first === '--app' && second === undefined)
    throw new UserError('--app names no folder', '--app <folder>');
  const folder = joined ?? (first === '--app' ? second : undefined);
  const [name = '', ...args] = words.slice(folder === undefined ? 0 : joined === undefined ? 2 : 1);
  return { app: resolve(folder ?? '.'), name, args };
}

/** The shorter of a file's relative and absolute path. */
function shortest(path: string): string {
  const way = relative(process.cwd(), path) || '.';
  return way.length < path.length ? way : path;
}

function placesIn(app: string): Places {
  if (existsSync(join(app, 'sst.config.ts'))) return placesOf(app);
  throw new UserError(`there is no sst.config.ts in ${app}`, 'name the folder of an SST app: --app <folder>');
}

/** One line for what a person can do something about; the stack for what is a defect. */
function show(error: unknown): void {
  const line = error instanceof UserError ? error.line : systemErrorLine(error);
  console.error(line === undefined ? error : `error: ${line}`);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(signal, () => {
    // A spinner hides the cursor.
    if (process.stdout.isTTY) process.stdout.write('\x1b[?25h\n');
    process.exit(1);
  });

try {
  // The programs that commands start (sst, esbuild) run on the pinned Node too.
  process.env.PATH = `${dirname(pinnedNode())}${delimiter}${process.env.PATH ?? ''}`;
  process.exitCode = (await main(process.argv.slice(2))) === 0 ? 0 : 1;
} catch (error) {
  show(error);
  process.exitCode = 1;
}
// Connections that a client keeps open must not keep a command that is done.
process.exit();
