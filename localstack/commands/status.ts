import type { Command } from '../../cli/main.ts';
import { stageFunctions } from '../../ops/commands/stage-functions.ts';
import { engineStatus } from '../engine/engine.ts';
import { engineNames } from '../engine/folders.ts';
import { readOutputs } from './outputs.ts';

/** `npm run status`: which engines run, and what is deployed to them. */
export const status: Command = {
  summary: 'shows which engines run and what is deployed',
  async run() {
    const names = [...new Set(['local', ...engineNames()])];
    const engines = await Promise.all(
      names.map(async (name) => ({ name, engine: await engineStatus(name) })),
    );
    for (const { name, engine } of engines) {
      const state = engine
        ? `${engine.endpoint}${engine.external ? ' (yours, from AWS_ENDPOINT_URL)' : ` (process ${engine.pid})`}`
        : 'not running';
      console.log(`${name.padEnd(20)}${state}`);
    }
    const running = engines.filter(({ engine }) => engine).map(({ name }) => name);
    for (const { name, engine } of engines) {
      if (engine && /^local(-|$)/.test(name)) await showStage(name, engine.endpoint);
    }
    console.log(
      running.length > 0 ? `running: ${running.join(', ')}` : 'nothing is running: npm start starts it',
    );
    return 0;
  },
};

async function showStage(stage: string, endpoint: string): Promise<void> {
  const outputs = readOutputs(stage);
  const functions = outputs ? await stageFunctions(endpoint, stage) : [];
  for (const line of stageLines(stage, { outputs, functions: functions.length })) console.log(line);
}

/**
 * What is told of a stage. Outputs of a deployment stay when it is removed, or its engine was started anew and is empty: it
 * is its functions that show whether it is there.
 */
export function stageLines(
  stage: string,
  { outputs, functions }: { outputs: Record<string, unknown> | undefined; functions: number },
): string[] {
  if (!outputs || functions === 0) return [`stage ${stage}`, '  nothing is deployed: npm start deploys it'];
  const told = Object.entries(outputs).filter(([, value]) => typeof value === 'string');
  const width = Math.max(...told.map(([key]) => key.length));
  return [
    `stage ${stage}`,
    `  ${functions} functions`,
    ...told.map(([key, value]) => `  ${key.padEnd(width)}  ${value}`),
  ];
}
