import { UserError } from '@serverless-orders/command-line/user-error';
import { calling } from '../calling.ts';
import { readOutputs } from '../deployed.ts';
import type { LocalCommand } from './command.ts';
import { readStage } from './stage-argument.ts';

/** What the program of the latest deploy returned. */
export const outputs: LocalCommand = {
  summary: 'prints what the latest deploy put out (outputs <stage>, --json)',
  async run(args, places) {
    const usage = calling('outputs', '[<stage>] [--json]');
    const { stage, values } = readStage(args, { options: { json: { type: 'boolean' } }, usage });
    const found = readOutputs(places, stage);
    if (!found)
      throw new UserError(`the stage ${stage} is not deployed`, `${calling('deploy', stage)} deploys it`);
    console.log(values.json ? JSON.stringify(found, null, 2) : outputLines(found).join('\n'));
    return 0;
  },
};

/** One line an output: words as they are, anything else as JSON. */
export function outputLines(found: Record<string, unknown>): string[] {
  const entries = Object.entries(found);
  const width = Math.max(0, ...entries.map(([key]) => key.length));
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return entries.map(([key, value]) => `${key.padEnd(width)}  ${text(value)}`);
}
