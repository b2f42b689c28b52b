import { parseArgs } from 'node:util';
import { runSteps } from '../progress.ts';
import { UserError } from '../user-error.ts';
import { type LoadResult, runLoad as load } from './load.ts';
import { ownStage } from './stage.ts';

const USAGE = 'npm run chaos -- load [--orders 200] [--share 0.1] [--seed 1]';

/** `npm run chaos -- load`: many orders at once while a share of the invocations meets faults, and what came of it. */
export async function runLoad(args: string[]): Promise<number> {
  const options = optionsOf(args);
  const stage = ownStage();
  let result: LoadResult | undefined;
  try {
    await runSteps([
      ...stage.steps,
      {
        title: `${options.orders} orders at once, faults in ${options.share * 100} % of the invocations, seed ${options.seed}`,
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

function optionsOf(args: string[]): { orders: number; share: number; seed: number } {
  const text = (value: string) => ({ type: 'string' as const, default: value });
  try {
    const seed = String(Math.floor(Math.random() * 1_000_000));
    const { values } = parseArgs({
      args,
      options: { orders: text('200'), share: text('0.1'), seed: text(seed) },
    });
    const numbers = { orders: Number(values.orders), share: Number(values.share), seed: Number(values.seed) };
    if (
      Number.isInteger(numbers.orders) &&
      numbers.orders > 0 &&
      numbers.share > 0 &&
      numbers.share <= 1 &&
      Number.isInteger(numbers.seed) &&
      numbers.seed >= 0
    )
      return numbers;
  } catch (cause) {
    throw new UserError((cause as Error).message.replace(/\. .*/, ''), USAGE, { cause });
  }
  throw new UserError('one of these is no number that fits', USAGE);
}

/** What there is to say, and one line that sums up. */
export function loadLines(result: LoadResult): string[] {
  const { seed, orders, ends, faults, problems, durationMs, latencies } = result;
  const list = (counts: Record<string, number>) =>
    Object.entries(counts)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([name, count]) => `${count} ${name}`)
      .join(', ');
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  const at = (part: number) =>
    seconds(latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * part))] ?? 0);
  const throughput = (latencies.length / (durationMs / 1000)).toFixed(1);
  return [
    '',
    `ends        ${list(ends)}`,
    `faults      ${list(faults)} (seed ${seed})`,
    `throughput  ${throughput} orders/s, all settled in ${seconds(durationMs)}`,
    `latency     p50 ${at(0.5)}, p95 ${at(0.95)} from the order to its end`,
    '',
    ...problems.map((problem) => `✗ ${problem}`),
    problems.length === 0
      ? `${orders} orders at once with faults: the books balance and nothing is stuck`
      : `${orders} orders at once with faults: ${problems.length} things are wrong (--seed ${seed} repeats the faults)`,
  ];
}
