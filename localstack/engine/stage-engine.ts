import { calling } from '@serverless-orders/command-line/calling';
import { UserError } from '@serverless-orders/command-line/user-error';
import { type Engine, engineStatus } from './engine.ts';
import type { EngineKind } from './kind.ts';
import { engineKind, KINDS } from './kinds.ts';

/** The engine that a local stage lives on. */
export interface StageEngine {
  name: string;
  kind: EngineKind;
  /** ENGINE_PORT, which is about the stages that people use: an engine of tests takes a free one, so that both can run. */
  port: string | undefined;
}

/**
 * Which engine a local stage lives on: its name says it. `local-localstack` is on LocalStack, as is every stage that ends
 * in the name of an engine; all others are on the embedded one. The tests have an engine of their own, so that they can
 * run beside `npm start`, and it is of the kind that ENGINE names.
 *
 * @throws UserError when ENGINE names another engine than the stage does.
 */
export function engineOf(stage: string, env: NodeJS.ProcessEnv = process.env): StageEngine {
  const named = KINDS.find(({ id }) => stage.endsWith(`-${id}`));
  const isTest = stage.startsWith('test-');
  const kind = named ?? (isTest ? engineKind(env.ENGINE) : engineKind(undefined));
  if (env.ENGINE && engineKind(env.ENGINE) !== kind)
    throw new UserError(
      `ENGINE is ${env.ENGINE}, and the stage ${stage} lives on ${kind.id}`,
      `unset ENGINE, or name the stage ${withKind(stage.replace(/-[^-]+$/, ''), engineKind(env.ENGINE))}`,
    );
  return {
    name: withKind(isTest ? 'test' : 'local', kind),
    kind,
    port: isTest ? undefined : env.ENGINE_PORT,
  };
}

/** The stage of `npm start` and of the commands beside it: `local`, or with ENGINE=localstack `local-localstack`. */
export const namedStage = (env: NodeJS.ProcessEnv = process.env): string =>
  withKind('local', engineKind(env.ENGINE));

const withKind = (base: string, kind: EngineKind): string =>
  kind === KINDS[0] ? base : `${base}-${kind.id}`;

/**
 * A local stage, that of `npm start` unless another is named, and its running engine.
 *
 * @throws UserError when the engine does not run.
 */
export async function runningStage(stage = namedStage()): Promise<{ stage: string; engine: Engine }> {
  const { name, kind } = engineOf(stage);
  const engine = await engineStatus(name);
  if (engine) return { stage, engine };
  const start = `${kind === KINDS[0] ? '' : `ENGINE=${kind.id} `}${calling('start')} starts it`;
  throw new UserError(
    `the engine of the stage ${stage} does not run`,
    `${start} (${calling('status')} shows what runs; ENGINE names another)`,
  );
}
