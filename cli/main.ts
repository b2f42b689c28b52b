import { delimiter, dirname } from 'node:path';
import { pinnedNode } from '@serverless-orders/localstack';
import { systemErrorLine } from '../packages/command-line/system-error.ts';
import { UserError } from '../packages/command-line/user-error.ts';

/** What a command is: the words after its name in, the exit code out. */
export interface Command {
  summary: string;
  run(args: string[]): Promise<number>;
}

/** Loaded when called, so that `npm stop` does not wait for what `npm start` needs. */
const COMMANDS: Record<string, () => Promise<Command>> = {
  start: async () => (await import('../ops/demo/start.ts')).start,
  stop: async () => (await import('../ops/local.ts')).localCommand('stop'),
  status: async () => (await import('../ops/local.ts')).localCommand('status'),
  logs: async () => (await import('../ops/logs/command.ts')).logs,
  traces: async () => (await import('../ops/traces/command.ts')).traces,
  observe: async () => (await import('../ops/observe/command.ts')).observe,
  mail: async () => (await import('../ops/local.ts')).localCommand('mail'),
  dlq: async () => (await import('../ops/dead-letters/command.ts')).dlq,
  saga: async () => (await import('../ops/saga/command.ts')).saga,
  breaker: async () => (await import('../ops/breaker/command.ts')).breaker,
  sst: async () => (await import('../ops/sst.ts')).sst,
  ledger: async () => (await import('../ops/ledger/command.ts')).ledger,
  registry: async () => (await import('../ops/registry/command.ts')).registry,
  env: async () => (await import('../ops/local.ts')).localCommand('env'),
  dev: async () => (await import('../ops/dev/command.ts')).dev,
  test: async () => (await import('../tests/runner/test.ts')).test,
  chaos: async () => (await import('../ops/chaos/command.ts')).chaos,
  'test:full': async () => (await import('../tests/runner/test-full.ts')).testFull,
  'test:mutants': async () => (await import('../tests/runner/test-mutants.ts')).testMutants,
  contracts: async () => (await import('../scripts/contracts/command.ts')).contracts,
  'engine:parity': async () => (await import('../ops/engine-parity.ts')).engineParity,
};

async function main([name = '', ...args]: string[]): Promise<number> {
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!load) {
    const commands = await Promise.all(
      Object.entries(COMMANDS).map(
        async ([key, each]) => `  npm run ${key.padEnd(14)}${(await each()).summary}`,
      ),
    );
    const what = name ? `there is no command "${name}"` : 'no command was given';
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
