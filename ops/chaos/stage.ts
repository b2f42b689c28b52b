import { deploy, engineKind, ensureEngine, KINDS, stopEngine } from '@serverless-orders/localstack';
import type { Step } from '../../packages/command-line/progress.ts';
import { places } from '../../paths.ts';
import { type ChaosOutputs, ChaosShop } from './shop.ts';

/** A stage and an engine of its own, so that `npm start` and `npm test` can run beside it. */
const STAGE = 'test-chaos';

/** The shortest pauses that the language knows: steps are retried for 10 seconds on average, and undos too. */
const PAUSES = '0.01';

/** Steps that start the engine and deploy to it, and the shop that there is after them. */
export function ownStage(env: NodeJS.ProcessEnv = process.env) {
  const kind = engineKind(env.ENGINE);
  const name = kind === KINDS[0] ? 'chaos' : `chaos-${kind.id}`;
  let endpoint = '';
  let external = true;
  let shop: ChaosShop | undefined;
  const steps: Step[] = [
    {
      title: `start the engine "${name}"`,
      run: async (report) => {
        ({ endpoint, external } = await ensureEngine({ name, kind, progress: report }));
      },
    },
    {
      title: `deploy the stage "${STAGE}"`,
      chatty: true,
      run: async (report) => {
        const outputs = await deploy({
          stage: STAGE,
          endpoint,
          report,
          places,
          env: { SAGA_PAUSES: PAUSES },
        });
        shop = new ChaosShop({ endpoint, outputs: outputs as unknown as ChaosOutputs });
        await shop.faults.clear();
      },
    },
  ];
  return {
    steps,
    /** The functions of the stage, as a plan names them. */
    functions: `shop-${STAGE}-*`,
    shop: () => shop!,
    endpoint: () => endpoint,
    stop: async () => {
      if (!external) await stopEngine(name);
    },
  };
}
