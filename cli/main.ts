import { delimiter, dirname } from 'node:path';
import { nearest } from '@serverless-orders/command-line/arguments';
import { systemErrorLine } from '@serverless-orders/command-line/system-error';
import { UserError } from '@serverless-orders/command-line/user-error';
import { pinnedNode } from '@serverless-orders/localstack';
import { COMMANDS } from './commands.ts';

async function main([name = '', ...args]: string[]): Promise<number> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    const commands = await Promise.all(
      Object.entries(COMMANDS).map(
        async ([key, each]) => `  npm run ${key.padEnd(14)}${(await each()).summary}`,
      ),
    );
    const meant = nearest(name, Object.keys(COMMANDS));
    const what = name
      ? `there is no command "${name}"${meant ? `, only ${meant}` : ''}`
      : 'no command was given';
    throw new UserError(what, `it is one of these\n${commands.join('\n')}`);
  }
  return (await load()).run(args);
}

/** One line for what a person can do something about; the stack for what is a defect. */
function show(error: unknown): void {
  const line = error instanceof UserError ? error.line : systemErrorLine(error);
  console.error(line === undefined ? error : `error: ${line}`);
}

function interrupted(): void {
  // A spinner hides the cursor.
  if (process.stdout.isTTY) process.stdout.write('\x1b[?25h\n');
  console.error('error: interrupted: run the command again to go on, or npm stop to end what runs');
  process.exit(1);
}
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, interrupted);

try {
  // Whatever is called from here (sst, tsc, dependency-cruiser) runs on the pinned Node too.
  process.env.PATH = `${dirname(pinnedNode())}${delimiter}${process.env.PATH ?? ''}`;
  process.exitCode = (await main(process.argv.slice(2))) === 0 ? 0 : 1;
} catch (error) {
  show(error);
  process.exitCode = 1;
}
// Connections that a client keeps open must not keep a command that is done.
process.exit();
