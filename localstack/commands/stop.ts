import { runSteps } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import { stopEngine } from '../engine/engine.ts';
import { engineNames } from '../engine/folders.ts';
import type { LocalCommand } from './command.ts';

/** Ends the engines, which all apps share, and everything that runs in them. */
export const stop: LocalCommand = {
  summary: 'ends all engines and what runs in them (or only some, by name)',
  async run(args) {
    const known = engineNames();
    const unknown = args.find((name) => !known.includes(name));
    if (unknown)
      throw new UserError(`there is no engine "${unknown}"`, `name one of ${known.join(', ') || 'none'}`);
    const ended: string[] = [];
    await runSteps(
      (args.length > 0 ? args : known).map((name) => ({
        title: `stop the engine "${name}"`,
        run: async () => {
          const count = await stopEngine(name);
          if (count > 0) ended.push(`${name} (${count} ${count === 1 ? 'process' : 'processes'})`);
        },
      })),
    );
    console.log(ended.length > 0 ? `stopped: ${ended.join(', ')}` : 'nothing was running');
    return 0;
  },
};
