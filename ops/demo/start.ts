import { relative } from 'node:path';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { withLock } from '@serverless-orders/command-line/file-lock';
import {
  deploy,
  deployLog,
  engineFolders,
  engineOf,
  ensureEngine,
  namedStage,
} from '@serverless-orders/localstack';
import { type Report, runSteps } from '../../packages/command-line/progress.ts';
import { places, root } from '../../paths.ts';
import { type DemoOutputs, type DemoResult, demoOutputs, runDemo } from './demo.ts';
import { openConsole } from './open-console.ts';
import { demoLines, nextLines } from './print.ts';

/**
 * `npm start`: the engine runs, the stage `local` (with ENGINE=localstack `local-localstack`) is deployed to it, and three orders show that it works. What is there
 * already is kept, so the second time is quick.
 */
export const start = command({
  name: 'start',
  summary: 'starts the engine, deploys the stage "local" and places three orders',
  localOnly: true,
  actions: { '': action({ run: startAll }) },
});

async function startAll(): Promise<number> {
  const stage = namedStage();
  const { name, kind, port } = engineOf(stage);
  let endpoint = '';
  let outputs: DemoOutputs | undefined;
  let consoleAddress = '';
  let result = undefined as DemoResult | undefined;
  // Nobody can be registered where somebody else issues the tokens.
  const issuer = process.env.AUTH_ISSUER;
  const demo = {
    title: 'place three orders',
    run: async (report: Report) => {
      // Of two starts at once, each would take the other's orders for stock that went nobody knows where.
      result = await withLock(
        `${engineFolders(name).root}.demo.lock`,
        () => runDemo({ outputs: outputs!, endpoint, report }),
        { onWait: (pid) => report(`waiting for process ${pid}, which places its three orders`) },
      );
    },
  };
  await runSteps([
    {
      title: name === 'local' ? 'start the engine' : `start the engine "${name}"`,
      run: async (report) => {
        ({ endpoint } = await ensureEngine({ name, kind, port, progress: report }));
      },
    },
    {
      title: `deploy the stage "${stage}" (all lines: ${relative(root, deployLog(places, stage))})`,
      chatty: true,
      run: async (report) => {
        outputs = demoOutputs(await deploy({ stage, endpoint, report, places }));
      },
    },
    ...(issuer ? [] : [demo]),
    {
      title: 'open the console',
      run: async () => {
        consoleAddress = await openConsole(stage);
      },
    },
  ]);
  if (!result) {
    console.log(`console ${consoleAddress}`);
    console.log(`ready: ${outputs!.api}, for tokens of ${issuer} (npm stop ends it)`);
    return 0;
  }
  const lines = [
    ...demoLines(result),
    ...nextLines(result, { ...outputs!, console: consoleAddress }, process.env.ENGINE),
  ];
  console.log(lines.join('\n'));
  const broken = result.claims.filter(({ holds }) => !holds);
  if (broken.length > 0) {
    console.error(`error: it does not add up: ${broken.map(({ text }) => text).join('; ')}`);
    return 1;
  }
  console.log(`ready: ${outputs!.api} (npm stop ends it)`);
  return 0;
}
