import { parseArgs } from 'node:util';
import {
  engineFolders,
  engineOf,
  namedStage,
  readOutputs,
  runningStage,
} from '@serverless-orders/localstack';
import type { Command } from '../../cli/main.ts';
import { type Report, runSteps } from '../../packages/command-line/progress.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { isLocalStage } from '../../packages/stages/stage.ts';
import { places } from '../../paths.ts';
import { showTraces } from '../traces/viewer.ts';
import { NoViewer } from '../traces/zipkin.ts';
import { type Started, startAlertmanager, startPrometheus } from './start.ts';

const USAGE = 'npm run observe -- [<stage>] [--webhook <url>]';

/** `npm run observe`: Prometheus, Alertmanager and the viewer of traces, wired to a local stage. */
export const observe: Command = {
  summary: 'starts Prometheus, Alertmanager and the viewer of traces for a local stage (-- --webhook <url>)',
  async run(args) {
    const { stage, webhook } = parse(args);
    if (!isLocalStage(stage))
      throw new UserError(
        `stage ${stage} is in an AWS account`,
        'docs/metrics.md says how a Prometheus of yours scrapes it',
      );
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
  },
};

function sumUp(stage: string, started: Map<string, Started>): number {
  for (const [title, one] of started)
    console.log(`${title.padEnd(24)}${'address' in one ? one.address : `left out: ${one.skipped}`}`);
  const count = [...started.values()].filter((one) => 'address' in one).length;
  if (count === 0)
    throw new UserError(`nothing of what shows stage ${stage} is installed`, 'see the lines above');
  console.log(`${count} of ${started.size} run for stage ${stage} (npm stop ends them)`);
  return 0;
}

function parse(args: string[]): { stage: string; webhook: string | undefined } {
  const refuse = (what: string): never => {
    throw new UserError(what, USAGE);
  };
  try {
    const { positionals, values } = parseArgs({
      args,
      options: { webhook: { type: 'string' }, stage: { type: 'string' } },
      allowPositionals: true,
    });
    const [stage = values.stage ?? namedStage(), ...more] = positionals;
    if (more.length > 0) return refuse('one stage at a time');
    if (values.webhook !== undefined && !/^https?:\/\//.test(values.webhook))
      return refuse(`"${values.webhook}" is no address of http or https`);
    return { stage, webhook: values.webhook };
  } catch (thrown) {
    if (thrown instanceof UserError) throw thrown;
    return refuse((thrown as Error).message);
  }
}
