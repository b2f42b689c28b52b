import { runSteps } from '../../packages/command-line/progress.ts';
import { type LoadResult, runLoad as load } from './load.ts';
import { loadLines } from './load-lines.ts';
import { ownStage } from './stage.ts';

interface LoadRequest {
  orders: number | undefined;
  atOnce: number | undefined;
  share: number | undefined;
  seed: number | undefined;
}

/** `npm run chaos -- load`: many orders at once while a share of the invocations meets faults, and what came of it. */
export async function runLoad(request: LoadRequest): Promise<number> {
  const { orders = 200, atOnce = 200, share = 0.1 } = request;
  const options = { orders, atOnce, share, seed: request.seed ?? Math.floor(Math.random() * 1_000_000) };
  const stage = ownStage();
  let result: LoadResult | undefined;
  try {
    await runSteps([
      ...stage.steps,
      {
        title: `${options.orders} orders, ${options.atOnce} at once, faults in ${options.share * 100} % of the invocations, seed ${options.seed}`,
        chatty: true,
        run: async (report) => {
          result = await load({ shop: stage.shop(), functions: stage.functions, ...options, report });
        },
      },
    ]);
  } finally {
    await stage.stop();
  }
  console.log(loadLines(result!).join('\n'));
  return result!.problems.length === 0 ? 0 : 1;
}
