import { type Command, command } from '@serverless-orders/command-line/command';
import {
  action,
  type Output,
  type Request,
  type StageArgument,
} from '@serverless-orders/command-line/declaration';
import { namedStage } from '../engine/stage-engine.ts';
import type { Places } from '../sst/places.ts';

/**
 * A command about an app on this machine.
 *
 * @param stage - which stages the app's command line accepts; by default any.
 */
export type LocalCommand = (app: Places, stage?: StageArgument) => Command;

/** Any stage of an app, since this package runs all of them on this machine. */
export const stageHere: StageArgument = {
  help: 'the stage on this machine',
  fallback: namedStage,
  check: () => {},
};

/** Declares a command that does one thing to a stage, which is named by a word or by `--stage`. */
export const ofStage = ({
  name,
  summary,
  stage = stageHere,
  json = false,
  run,
}: {
  name: string;
  summary: string;
  stage: StageArgument | undefined;
  json?: boolean;
  run(request: Request): Promise<number | Output>;
}): Command =>
  command({
    name,
    summary,
    localOnly: true,
    stage,
    actions: { '': action({ stageWord: () => true, json, run }) },
  });
