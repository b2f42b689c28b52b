import type { Command } from '../cli.ts';
import { stopEngine } from '../engine/engine.ts';
import { runSteps } from '../progress.ts';

/** Every engine that a command of this project starts. */
export const ENGINES = ['local', 'test'];

/** `npm stop [-- <engine>...]`: ends the engines and everything that runs in them. */
export const stop: Command = {
  summary: 'ends the engines and all that runs in them (or only: -- local, -- test)',
  async run(args) {
    const names = args.length > 0 ? args : ENGINES;
    const ended: string[] = [];
    await runSteps(
      names.map((name) => ({
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
