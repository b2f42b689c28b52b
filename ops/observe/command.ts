import { matching, optional } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { engineFolders, engineOf, readOutputs, runningStage } from '@serverless-orders/localstack';
import { type Report, runSteps } from '../../packages/command-line/progress.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { places } from '../../paths.ts';
import { localStage } from '../stage/argument.ts';
import { showTraces } from '../traces/viewer.ts';
import { NoViewer } from '../traces/zipkin.ts';
import { type Started, startAlertmanager, startPrometheus } from './start.ts';

/** `npm run observe`: Prometheus, Alertmanager and the viewer of traces, wired to a local stage. */
export const observe = command({
  name: 'observe',
  summary: 'starts Prometheus, Alertmanager and the viewer of traces for a local stage (-- --webhook <url>)',
  localOnly: true,
  stage: localStage('docs/metrics.md says how a Prometheus of yours scrapes it'),
  actions: {
    '': action({
      stageWord: () => true,
      options: {
        webhook: optional(
          'url',
          'Alertmanager calls this address too',
          matching(/^https?:\/\//, 'no address of http or https'),
        ),
      },
      run: ({ stage, webhook }) => startAll(stage, webhook),
    }),
  },
});

async function startAll(stage: string, webhook: string | undefined): Promise<number> {
  const { engine } = await runningStage(stage);
  const { api } = readOutputs(places, stage) ?? {};
  if (typeof api !== 'string')
    throw new UserError(`nothing is deployed to stage ${stage}`, 'npm start deploys it');
  const folders = engineFolders(engineOf(stage).name);
  const observed = { folders, stage, api, webhook };
  const started = new Map<string, Started>();
  const step = (title: string, start: (report: Report) => Promise<Started>) => ({
    title,
    run: async (report: Report) => {
      const one = await start(report);
      if ('skipped' in one) report(`left out: ${one.skipped}`);
      started.set(title, one);
    },
  });
  await runSteps([
    step('alerts: Alertmanager', () => startAlertmanager(observed)),
    step('metrics: Prometheus', () => startPrometheus(observed)),
    step('traces: Zipkin', (report) =>
      showTraces(folders, engine.endpoint, { report }).catch((error: unknown) => {
        if (error instanceof NoViewer) return { skipped: error.message };
        throw error;
      }),
    ),
  ]);
  return sumUp(stage, started);
}

function sumUp(stage: string, started: Map<string, Started>): number {
  for (const [title, one] of started)
    console.log(`${title.padEnd(24)}${'address' in one ? one.address : `left out: ${one.skipped}`}`);
  const count = [...started.values()].filter((one) => 'address' in one).length;
  if (count === 0)
    throw new UserError(`nothing of what shows stage ${stage} is installed`, 'see the lines above');
  console.log(`${count} of ${started.size} run for stage ${stage} (npm stop ends them)`);
  return 0;
}
