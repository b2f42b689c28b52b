import { COMMANDS } from '@serverless-orders/localstack';
import type { Command } from '../cli/main.ts';
import { places } from '../paths.ts';

/** A command of the package that runs AWS on this machine, about this project. */
export async function localCommand(name: 'stop' | 'status' | 'mail' | 'env'): Promise<Command> {
  const { summary, run } = await COMMANDS[name]!();
  return { summary, run: (args) => run(args, places) };
}
