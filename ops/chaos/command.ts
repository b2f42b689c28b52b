import type { Command } from '../../cli/main.ts';
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
export const chaos: Command = {
  summary: 'lets every fault happen at every step of the saga (-- charge dies, -- load, -- costs)',
  async run(args) {
    if (args[0] === 'costs') return (await import('./costs-command.ts')).runCosts(args.slice(1));
    if (args[0] === 'load') return (await import('./load-command.ts')).runLoad(args.slice(1));
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
  },
};

const hasAll = (title: string, words: string[]) =>
  words.every((word) => title.toLowerCase().includes(word.toLowerCase()));
