import { parseSstCommand } from '../localstack/sst/command.ts';
import { type RunLocalOptions, runLocal } from '../localstack/sst/run-local.ts';

/** The engine of a bench that deploys to it; its stage is named after it. */
export const ENGINE = 'bench';

/** Runs a command of the sst CLI in the stage of {@link ENGINE}. @returns the seconds it took. @throws Error with its last lines when it fails. */
export async function sst(
  word: string,
  options: Omit<RunLocalOptions, 'command' | 'onLine'>,
): Promise<number> {
  const lines: string[] = [];
  const began = performance.now();
  const command = parseSstCommand([word, '--stage', `test-${ENGINE}`]);
  const code = await runLocal({ ...options, command, onLine: (line) => lines.push(line) });
  if (code !== 0) throw new Error(`sst ${word} failed\n${lines.slice(-20).join('\n')}`);
  return (performance.now() - began) / 1000;
}
