import type { StageArgument } from '@serverless-orders/command-line/declaration';
import { UserError } from '@serverless-orders/command-line/user-error';
import { namedStage } from '@serverless-orders/localstack';
import { refuseMistyped } from '@serverless-orders/stages/known-stages';
import { isLocalStage } from '@serverless-orders/stages/stage';
import { root } from '../../paths.ts';

/** For commands that act on any stage, with the credentials that stage/access.ts finds. */
export const anyStage: StageArgument = {
  help: 'the stage, on this machine or in AWS',
  fallback: namedStage,
  check: (stage) => refuseMistyped(stage, root),
};

/**
 * For commands that act on a stage of this machine.
 *
 * @param instead - what to do about a stage in AWS.
 */
export const localStage = (instead: string): StageArgument => ({
  help: 'the stage on this machine',
  fallback: namedStage,
  async check(stage, command) {
    await refuseMistyped(stage, root);
    if (!isLocalStage(stage))
      throw new UserError(
        `stage ${stage} is not on this machine, and ${command} acts on this machine only`,
        instead,
      );
  },
});
