import { withUsage } from './arguments.ts';
import type { Declaration, Output } from './declaration.ts';
import { helpOf, usageOf } from './help.ts';
import { type Parsed, parse } from './parse.ts';

/** A command of a project: the words after its name in, the exit code out. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly declaration?: Declaration;
  help(): string;
  run(args: readonly string[]): Promise<number>;
}

/**
 * Declares a command. `--help` prints its words and options; with `--json` an action that takes it prints one JSON document
 * on standard output and nothing else there; words and options that are not declared are refused by name.
 *
 * @example command({ name: 'ledger', summary: 'checks the ledger', stage: anyStage, actions: { check: action({ run }) } })
 */
export function command(declaration: Declaration): Command {
  const { name, summary, stage } = declaration;
  return {
    name,
    summary,
    declaration,
    help: () => helpOf(declaration),
    async run(args) {
      const parsed = read(declaration, args);
      if (parsed === 'help') {
        console.log(helpOf(declaration));
        return 0;
      }
      const { action, input } = parsed;
      await stage?.check(input.stage, name);
      try {
        return print(await action.run(input), input.json);
      } catch (thrown) {
        throw withUsage(thrown, usageOf(declaration));
      }
    },
  };
}

/** What is asked of a command: the action and its input, or `help`. @throws UserError for what the command does not take. */
export function read(declaration: Declaration, args: readonly string[]): Parsed | 'help' {
  try {
    return parse(declaration, args);
  } catch (thrown) {
    throw withUsage(thrown, usageOf(declaration));
  }
}

function print(result: number | Output, json: boolean): number {
  if (typeof result === 'number') return result;
  if (json) console.log(JSON.stringify(result.document, null, 2));
  else for (const line of result.lines) console.log(line);
  return result.code ?? 0;
}

/** A command that hands every word on to another program, whose help is that program's own. */
export const passThrough = (options: {
  name: string;
  summary: string;
  run(args: readonly string[]): Promise<number>;
}): Command => ({ ...options, help: () => options.summary });
