import { flag, integer, optional, rest, UsageError } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { runSteps } from '../../packages/command-line/progress.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { type CampaignResult, runCampaign } from './campaign.ts';
import { campaignLines, isGreen } from './print.ts';
import { ROWS, titleOf } from './rows.ts';
import { ownStage } from './stage.ts';

/**
 * `npm run chaos`: every single fault at every step and undo of the saga, and around it, on an engine of its own; after
 * each the tables are held to the invariants of stock and money. With words it takes the rows that have all of them in their title.
 */
export const chaos = command({
  name: 'chaos',
  summary: 'lets every fault happen at every step of the saga (-- charge dies, -- load, -- costs)',
  localOnly: true,
  actions: {
    '': action({
      help: 'every fault at every step; with words those whose title has all of them',
      words: { words: rest('word', 'of the title of a fault, as in ChargePayment dies') },
      run: ({ words }) => runFaults(words),
    }),
    load: action({
      help: 'many orders at once while a share of the invocations meets faults',
      options: {
        orders: optional('200', 'how many orders', integer(1, 1_000_000)),
        'at-once': optional('200', 'how many of them at once', integer(1, 1_000_000)),
        share: optional('0.1', 'the share of invocations with a fault, above 0 to 1', share),
        seed: optional('n', 'which faults; a random one without it', integer(0, Number.MAX_SAFE_INTEGER)),
      },
      run: async ({ orders, share, seed, 'at-once': atOnce }) =>
        (await import('./load-command.ts')).runLoad({ orders, atOnce, share, seed }),
    }),
    costs: action({
      help: 'what AWS would bill for the saga of each way to end',
      options: { write: flag('writes docs/figures/saga-costs.md') },
      run: async ({ write }) => (await import('./costs-command.ts')).runCosts(write),
    }),
  },
});

function share(text: string): number {
  const number = Number(text);
  if (number > 0 && number <= 1) return number;
  throw new UsageError(`"${text}" is no number above 0 and up to 1`);
}

async function runFaults(args: readonly string[]): Promise<number> {
  const rows = ROWS.filter((row) => hasAll(titleOf(row), args));
  if (rows.length === 0)
    throw new UserError(`no row has ${args.join(' and ')} in its title`, 'npm run chaos -- ChargePayment');
  const stage = ownStage();
  let result: CampaignResult | undefined;
  try {
    await runSteps([
      ...stage.steps,
      {
        title: `${rows.length} faults`,
        chatty: true,
        run: async (report) => {
          result = await runCampaign({ shop: stage.shop(), rows, report });
        },
      },
    ]);
  } finally {
    await stage.stop();
  }
  console.log(campaignLines(result!).join('\n'));
  return isGreen(result!) ? 0 : 1;
}

const hasAll = (title: string, words: readonly string[]) =>
  words.every((word) => title.toLowerCase().includes(word.toLowerCase()));
