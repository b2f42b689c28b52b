import { calling } from '@serverless-orders/command-line/calling';
import { runSteps } from '@serverless-orders/command-line/progress';
import { ensureEngine } from '../engine/engine.ts';
import { engineOf } from '../engine/stage-engine.ts';
import { type LocalCommand, ofStage } from './command.ts';

/** Starts the engine of a stage: installed if need be, and kept if it runs already. */
export const start: LocalCommand = (_app, stage) =>
  ofStage({
    name: 'start',
    summary: 'starts the engine and installs it on first use',
    stage,
    run: (request) => startEngine(request.stage),
  });

async function startEngine(stage: string): Promise<number> {
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
}
