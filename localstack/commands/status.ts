import { calling } from '@serverless-orders/command-line/calling';
import { command } from '@serverless-orders/command-line/command';
import { action } from '@serverless-orders/command-line/declaration';
import { deployedStages, readDeployed, readOutputs } from '../deployed.ts';
import { type Engine, engineStatus } from '../engine/engine.ts';
import { engineNames } from '../engine/folders.ts';
import { engineOf } from '../engine/stage-engine.ts';
import type { Places } from '../sst/places.ts';
import type { LocalCommand } from './command.ts';
import { livingFunctions } from './living-functions.ts';

/** Which engines run, and what of the app is deployed to them. */
export const status: LocalCommand = (places) =>
  command({
    name: 'status',
    summary: 'shows which engines run and what is deployed',
    localOnly: true,
    actions: {
      '': action({
        json: true,
        run: async () => {
          const engines = await allEngines();
          const stages = await livingStages(places, engines);
          return {
            lines: [
              ...engines.map(engineLine),
              ...stages.flatMap(({ stage, ...told }) => stageLines(stage, told)),
              sum(engines),
            ],
            document: {
              engines: engines.map(({ name, engine }) => ({
                name,
                running: engine !== undefined,
                ...engine,
              })),
              stages,
            },
          };
        },
      }),
    },
  });

interface NamedEngine {
  name: string;
  /** Undefined while it does not run. */
  engine: Engine | undefined;
}

const allEngines = (): Promise<NamedEngine[]> =>
  Promise.all(
    [...new Set(['local', ...engineNames()])].map(async (name) => ({
      name,
      engine: await engineStatus(name),
    })),
  );

async function livingStages(places: Places, engines: readonly NamedEngine[]) {
  const stages = [];
  for (const stage of deployedStages(places)) {
    const { name } = engineOf(stage, {});
    const endpoint = engines.find((each) => each.name === name)?.engine?.endpoint;
    if (!endpoint) continue;
    const functions = await livingFunctions(endpoint, readDeployed(places, stage)?.functions ?? []);
    stages.push({ stage, outputs: readOutputs(places, stage), functions: functions.length });
  }
  return stages;
}

function engineLine({ name, engine }: NamedEngine): string {
  const state = engine
    ? `${engine.endpoint}${engine.external ? ' (yours, from AWS_ENDPOINT_URL)' : ` (process ${engine.pid})`}`
    : 'not running';
  return `${name.padEnd(20)}${state}`;
}

function sum(engines: readonly NamedEngine[]): string {
  const running = engines.filter(({ engine }) => engine).map(({ name }) => name);
  return running.length > 0
    ? `running: ${running.join(', ')}`
    : `nothing is running: ${calling('start')} starts it`;
}

/**
 * The lines about a stage. Its outputs are kept when its engine is started anew, which is then empty: so only its functions
 * show whether it is deployed.
 */
export function stageLines(
  stage: string,
  { outputs, functions }: { outputs: Record<string, unknown> | undefined; functions: number },
): string[] {
  const nothing = `  nothing is deployed: ${calling('start')} deploys it`;
  if (!outputs || functions === 0) return [`stage ${stage}`, nothing];
  const told = Object.entries(outputs).filter(([, value]) => typeof value === 'string');
  const width = Math.max(...told.map(([key]) => key.length));
  return [
    `stage ${stage}`,
    `  ${functions} functions`,
    ...told.map(([key, value]) => `  ${key.padEnd(width)}  ${value}`),
  ];
}
