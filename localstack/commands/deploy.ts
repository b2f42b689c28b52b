import { relative } from 'node:path';
import { runSteps } from '@serverless-orders/command-line/progress';
import { calling } from '../calling.ts';
import { ensureEngine } from '../engine/engine.ts';
import { engineOf } from '../engine/stage-engine.ts';
import { deployLog } from '../sst/places.ts';
import { deploy as deployApp, type Outputs } from '../sst/sst.ts';
import type { LocalCommand } from './command.ts';
import { outputLines } from './outputs.ts';
import { readStage } from './stage-argument.ts';

/** Starts the engine and deploys a stage to it, with what the program returned at the end. */
export const deploy: LocalCommand = {
  summary: 'starts the engine and deploys the stage "local" (or another: deploy <stage>)',
  async run(args, places) {
    const { stage } = readStage(args, { usage: calling('deploy', '[<stage>]') });
    const engine = engineOf(stage);
    let endpoint = '';
    let outputs: Outputs = {};
    await runSteps([
      {
        title: `start the engine "${engine.name}"`,
        run: async (progress) => {
          ({ endpoint } = await ensureEngine({ ...engine, progress }));
        },
      },
      {
        title: `deploy the stage "${stage}" (all lines: ${relative(process.cwd(), deployLog(places, stage))})`,
        chatty: true,
        run: async (report) => {
          outputs = await deployApp({ stage, endpoint, report, places });
        },
      },
    ]);
    for (const line of outputLines(outputs)) console.log(line);
    return 0;
  },
};
