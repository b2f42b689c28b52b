import type { Report } from '../progress.ts';
import type { PartResult } from '../testing/summary.ts';
import { runCampaign } from './campaign.ts';
import { AT_ONCE, runLoad } from './load.ts';
import { loadLines } from './load-lines.ts';
import { campaignLines } from './print.ts';
import { ROWS } from './rows.ts';
import { ownStage } from './stage.ts';

interface PartOptions {
  timeoutMs: number;
  report: Report;
}

type Stage = ReturnType<typeof ownStage>;

/** The whole campaign, as a part of a longer run of tests: each row counts as a test, and so do the books in the end. */
export const campaignPart = ({ timeoutMs, report }: PartOptions): Promise<PartResult> =>
  onOwnStage(report, async (stage) => {
    const result = await runCampaign({ shop: stage.shop(), rows: ROWS, report, limitMs: timeoutMs });
    const red = result.results.filter(({ problems }) => problems.length > 0).length;
    const failed = red + (result.problems.length > 0 ? 1 : 0);
    return { passed: ROWS.length + 1 - failed, failed, output: campaignLines(result).join('\n') };
  });

/** Many orders at once with faults in a tenth of the invocations, as one test of a longer run. */
export const loadPart = ({ timeoutMs, report }: PartOptions): Promise<PartResult> =>
  onOwnStage(report, async (stage) => {
    const seed = Math.floor(Math.random() * 1_000_000);
    const options = {
      shop: stage.shop(),
      functions: stage.functions,
      orders: 200,
      atOnce: AT_ONCE,
      share: 0.1,
      seed,
    };
    const result = await runLoad({ ...options, report, limitMs: timeoutMs });
    const failed = result.problems.length > 0 ? 1 : 0;
    return { passed: 1 - failed, failed, output: loadLines(result).join('\n') };
  });

async function onOwnStage(report: Report, work: (stage: Stage) => Promise<PartResult>): Promise<PartResult> {
  const stage = ownStage();
  try {
    for (const step of stage.steps) await step.run(report);
    return await work(stage);
  } finally {
    await stage.stop();
  }
}
