/**
 * Transitions and Lambda invocations per order, by how it ends: real orders on an engine of its own, read from the
 * histories of their executions.
 *
 *     node bench/saga-costs.ts [--write: into docs/figures/saga-costs.md]
 */
import { writeFileSync } from 'node:fs';
import { type Cost, costsPage, measureCosts } from '../localstack/chaos/costs.ts';
import { ownStage } from '../localstack/chaos/stage.ts';
import { inRoot } from '../localstack/paths.ts';
import { runSteps } from '../localstack/progress.ts';

const stage = ownStage();
let costs: Cost[] = [];
try {
  await runSteps([
    ...stage.steps,
    {
      title: 'one order of each kind',
      run: async (report) => {
        costs = await measureCosts({ shop: stage.shop(), endpoint: stage.endpoint(), report });
      },
    },
  ]);
} finally {
  await stage.stop();
}
const page = costsPage(costs);
console.log(page);
if (process.argv.includes('--write')) writeFileSync(inRoot('docs', 'figures', 'saga-costs.md'), page);
process.exit();
