import { relative } from 'node:path';
import { runSteps } from '@serverless-orders/command-line/progress';
import { ensureEngine } from '../engine/engine.ts';
import { engineOf } from '../engine/stage-engine.ts';
import { deployLog, type Places } from '../sst/places.ts';
import { deploy as deployApp, type Outputs } from '../sst/sst.ts';
import { type LocalCommand, ofStage } from './command.ts';
import { outputLines } from './outputs.ts';

/** Starts the engine and deploys a stage to it, with what the program returned at the end. */
export const deploy: LocalCommand = (places, stage) =>
  ofStage({
    name: 'deploy',
    summary: 'starts the engine and deploys a stage to it',
    stage,
    run: (request) => deployStage(places, request.stage),
  });

async function deployStage(places: Places, stage: string): Promise<number> {
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
}
