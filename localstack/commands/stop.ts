import { rest } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { runSteps } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import { stopEngine } from '../engine/engine.ts';
import { engineNames } from '../engine/folders.ts';
import type { LocalCommand } from './command.ts';

/** Ends the engines, which all apps share, and everything that runs in them. */
export const stop: LocalCommand = () =>
  command({
    name: 'stop',
    summary: 'ends all engines and what runs in them (or only some, by name)',
    localOnly: true,
    actions: {
      '': action({
        words: { engines: rest('engine', 'by its name in status; all without one') },
        run: ({ engines }) => stopEngines(engines),
      }),
    },
  });

async function stopEngines(names: string[]): Promise<number> {
  const known = engineNames();
  const unknown = names.find((name) => !known.includes(name));
  if (unknown)
    throw new UserError(`there is no engine "${unknown}"`, `name one of ${known.join(', ') || 'none'}`);
  const ended: string[] = [];
  await runSteps(
    (names.length > 0 ? names : known).map((name) => ({
      title: `stop the engine "${name}"`,
      run: async () => {
        const count = await stopEngine(name);
        if (count > 0) ended.push(`${name} (${count} ${count === 1 ? 'process' : 'processes'})`);
      },
    })),
  );
  console.log(ended.length > 0 ? `stopped: ${ended.join(', ')}` : 'nothing was running');
  return 0;
}
