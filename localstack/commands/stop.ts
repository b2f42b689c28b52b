import { runSteps } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import type { Command } from '../../cli/main.ts';
import { stopEngine } from '../engine/engine.ts';
import { engineNames } from '../engine/folders.ts';

/** `npm stop [-- <engine>...]`: ends the engines and everything that runs in them. */
export const stop: Command = {
  summary: 'ends all engines and what runs in them (or only some: -- local, -- test)',
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
