import { calling } from '../calling.ts';
import { deployedStages, readDeployed, readOutputs } from '../deployed.ts';
import { engineStatus } from '../engine/engine.ts';
import { engineNames } from '../engine/folders.ts';
import { engineOf } from '../engine/stage-engine.ts';
import type { LocalCommand } from './command.ts';
import { livingFunctions } from './living-functions.ts';

/** Which engines run, and what of the app is deployed to them. */
export const status: LocalCommand = {
  summary: 'shows which engines run and what is deployed (--json)',
  async run(args, places) {
    const names = [...new Set(['local', ...engineNames()])];
    const engines = await Promise.all(
      names.map(async (name) => ({ name, engine: await engineStatus(name) })),
    );
    const stages = [];
    for (const stage of deployedStages(places)) {
      const { name } = engineOf(stage, {});
      const endpoint = engines.find((each) => each.name === name)?.engine?.endpoint;
      if (!endpoint) continue;
      const functions = await livingFunctions(endpoint, readDeployed(places, stage)?.functions ?? []);
      stages.push({ stage, outputs: readOutputs(places, stage), functions: functions.length });
    }
    if (args.includes('--json')) {
      const told = engines.map(({ name, engine }) => ({ name, running: engine !== undefined, ...engine }));
      console.log(JSON.stringify({ engines: told, stages }, null, 2));
      return 0;
    }
    for (const { name, engine } of engines) {
      const state = engine
        ? `${engine.endpoint}${engine.external ? ' (yours, from AWS_ENDPOINT_URL)' : ` (process ${engine.pid})`}`
        : 'not running';
      console.log(`${name.padEnd(20)}${state}`);
    }
    for (const { stage, ...told } of stages) for (const line of stageLines(stage, told)) console.log(line);
    const running = engines.filter(({ engine }) => engine).map(({ name }) => name);
    console.log(
      running.length > 0
        ? `running: ${running.join(', ')}`
        : `nothing is running: ${calling('start')} starts it`,
    );
    return 0;
  },
};

/**
 * What is told of a stage. Its outputs outlive an engine that is started anew and is empty: it is its functions that show
 * whether it is there.
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
