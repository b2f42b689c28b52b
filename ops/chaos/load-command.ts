import { parseArgs } from 'node:util';
import { runSteps } from '../../packages/command-line/progress.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { type LoadResult, runLoad as load } from './load.ts';
import { loadLines } from './load-lines.ts';
import { ownStage } from './stage.ts';

const USAGE = 'npm run chaos -- load [--orders 200] [--at-once 200] [--share 0.1] [--seed 1]';

/** `npm run chaos -- load`: many orders at once while a share of the invocations meets faults, and what came of it. */
export async function runLoad(args: string[]): Promise<number> {
  const options = optionsOf(args);
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

function optionsOf(args: string[]) {
  const text = (value: number) => ({ type: 'string' as const, default: String(value) });
  try {
    const options = {
      orders: text(200),
      'at-once': text(200),
      share: text(0.1),
      seed: text(Math.floor(Math.random() * 1_000_000)),
    };
    const { values } = parseArgs({ args, options });
    const numbers = {
      orders: Number(values.orders),
      atOnce: Number(values['at-once']),
      share: Number(values.share),
      seed: Number(values.seed),
    };
    const areWhole = [numbers.orders, numbers.atOnce, numbers.seed + 1].every(
      (n) => Number.isInteger(n) && n > 0,
    );
    if (areWhole && numbers.share > 0 && numbers.share <= 1) return numbers;
  } catch (cause) {
    throw new UserError((cause as Error).message.replace(/\. .*/, ''), USAGE, { cause });
  }
  throw new UserError('one of these is no number that fits', USAGE);
}
