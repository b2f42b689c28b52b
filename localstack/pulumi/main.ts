import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { emptySnapshot, PULUMI_VERSION, readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { type CommandLine, parseCommandLine } from './command-line.ts';
import { Events } from './events.ts';

/**
 * The `pulumi` command that the unmodified sst CLI finds in its folder on a local stage: version, stack init, up,
 * preview and destroy, without Pulumi, its plugins, or AWS.
 */
const line = commandLine(process.argv.slice(2));
const checkpoint = resolve('.pulumi', 'stacks', line.app, `${line.stage}.json`);

switch (line.command) {
  case 'version':
    console.log(PULUMI_VERSION);
    break;
  case 'stack-init':
    writeCheckpoint(checkpoint, line.stack, emptySnapshot());
    break;
  default: {
    const main = /^main: (.*)$/m.exec(readFileSync('Pulumi.yaml', 'utf8'))?.[1];
    if (!main) throw new Error('Pulumi.yaml does not name a program');
    const { run } = await import('./run.ts');
    const saved = existsSync(checkpoint) ? readCheckpoint(checkpoint) : emptySnapshot();
    // The program lies in <project>/.sst/platform.
    await run({ line, program: main, root: join(dirname(main), '..', '..'), checkpoint, saved });
  }
}

/** Parses the arguments. If they are not supported it exits with one line on stderr and in the CLI's event log. */
function commandLine(args: string[]): CommandLine {
  try {
    return parseCommandLine(args);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const events = new Events(args[args.indexOf('--event-log') + 1 || args.length]);
    events.error(message);
    events.summary();
    console.error(`error: ${message}`);
    process.exit(1);
  }
}
