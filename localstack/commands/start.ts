import type { Command } from '../cli.ts';
import { ensureEngine } from '../engine/engine.ts';
import { runSteps } from '../progress.ts';

export const start: Command = {
  summary: 'starts the engine, deploys the stage "local" and places three orders',
  async run() {
    let endpoint = '';
    await runSteps([
      {
        title: 'start the engine',
        run: async (report) => {
          ({ endpoint } = await ensureEngine({ name: 'local', progress: report }));
        },
      },
    ]);
    console.log(`the engine is at ${endpoint}`);
    return 0;
  },
};
