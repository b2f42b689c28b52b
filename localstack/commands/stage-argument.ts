import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { UserError } from '@serverless-orders/command-line/user-error';
import { namedStage } from '../engine/stage-engine.ts';

/**
 * Reads `[<stage>] [--stage <stage>]` and a command's own options.
 *
 * @param usage what to call instead.
 * @throws UserError for an option or a word too many.
 */
export function readStage<Options extends ParseArgsOptionsConfig>(
  args: string[],
  { options, usage }: { options?: Options; usage: string },
) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...options, stage: { type: 'string' } } as Options & { stage: { type: 'string' } },
    });
    const [word, ...more] = positionals;
    const named = (values as { stage?: string }).stage;
    if (more.length > 0 || (word && named)) throw new Error('one stage is named at a time');
    return { values, stage: named ?? word ?? namedStage() };
  } catch (cause) {
    throw new UserError((cause as Error).message, usage, { cause });
  }
}
