import type { Command } from '@serverless-orders/command-line/command';
import type { StageArgument } from '@serverless-orders/command-line/declaration';
import { namedStage } from '../engine/stage-engine.ts';
import type { Places } from '../sst/places.ts';

/**
 * A command about an app on this machine.
 *
 * @param stage - which stages the app's command line accepts; any without it.
 */
export type LocalCommand = (app: Places, stage?: StageArgument) => Command;

/** Any stage of an app: each lives on this machine here. */
export const stageHere: StageArgument = {
  help: 'the stage on this machine',
  fallback: namedStage,
  check: () => {},
};
