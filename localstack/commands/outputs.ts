import { calling } from '@serverless-orders/command-line/calling';
import { UserError } from '@serverless-orders/command-line/user-error';
import { readOutputs } from '../deployed.ts';
import { type LocalCommand, ofStage } from './command.ts';

/** What the program of the latest deploy returned. */
export const outputs: LocalCommand = (places, stage) =>
  ofStage({
    name: 'outputs',
    summary: 'prints what the latest deploy put out',
    stage,
    json: true,
    run: async (request) => {
      const found = readOutputs(places, request.stage);
      if (found) return { lines: outputLines(found), document: found };
      const deploy = calling('deploy', request.stage);
      throw new UserError(`the stage ${request.stage} is not deployed`, `${deploy} deploys it`);
    },
  });

/** One line an output: words as they are, anything else as JSON. */
export function outputLines(found: Record<string, unknown>): string[] {
  const entries = Object.entries(found);
  const width = Math.max(0, ...entries.map(([key]) => key.length));
  const text = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return entries.map(([key, value]) => `${key.padEnd(width)}  ${text(value)}`);
}
