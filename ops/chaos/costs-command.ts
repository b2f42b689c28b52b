import { mkdirSync, writeFileSync } from 'node:fs';
import { runSteps } from '../../packages/command-line/progress.ts';
import { inRoot } from '../../paths.ts';
import { type Cost, costsPage, measureCosts } from './costs.ts';
import { ownStage } from './stage.ts';

const PAGE = ['docs', 'figures', 'saga-costs.md'];

/**
 * `npm run chaos -- costs`: places one real order for every way to end, and prints what AWS would bill for its saga; with
 * `--write` into docs/figures/saga-costs.md.
 */
export async function runCosts(write: boolean): Promise<number> {
  const stage = ownStage();
  let costs: Cost[] = [];
  try {
    await runSteps([
      ...stage.steps,
      {
        title: 'one order of each kind',
        run: async (report) => {
          costs = await measureCosts({ shop: stage.shop(), report });
        },
      },
    ]);
  } finally {
    await stage.stop();
  }
  const page = costsPage(costs);
  console.log(page);
  if (write) {
    mkdirSync(inRoot(...PAGE.slice(0, -1)), { recursive: true });
    writeFileSync(inRoot(...PAGE), page);
  }
  const confirmed = costs[0]!;
  console.log(
    `a confirmed order is billed ${confirmed.billed} transitions and invokes ${confirmed.invocations} functions`,
  );
  return 0;
}
