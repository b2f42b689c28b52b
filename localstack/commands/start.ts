import { runSteps } from '@serverless-orders/command-line/progress';
import { calling } from '../calling.ts';
import { ensureEngine } from '../engine/engine.ts';
import { engineOf } from '../engine/stage-engine.ts';
import type { LocalCommand } from './command.ts';
import { readStage } from './stage-argument.ts';

/** Starts the engine of a stage: installed if need be, and kept if it runs already. */
export const start: LocalCommand = {
  summary: 'starts the engine and installs it on first use',
  async run(args) {
    const { stage } = readStage(args, { usage: calling('start', '[<stage>]') });
    const engine = engineOf(stage);
    let endpoint = '';
    await runSteps([
      {
        title: `start the engine "${engine.name}"`,
        run: async (progress) => {
          ({ endpoint } = await ensureEngine({ ...engine, progress }));
        },
      },
    ]);
    console.log(`ready: ${endpoint} (${calling('stop')} ends it)`);
    return 0;
  },
};
