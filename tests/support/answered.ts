import { expect } from 'vitest';
import { ServiceError } from '../../functions/platform/service-error.ts';
import { ConditionFailed } from '../../functions/platform/table.ts';

/**
 * Calls a saga step as the state machine does: again while others are in the way, until it is done or refused.
 *
 * @returns whether it was done; a rejection has to be the expected one.
 */
export async function answered(call: () => Promise<void>, rejection: string): Promise<boolean> {
  for (;;) {
    try {
      await call();
      return true;
    } catch (thrown) {
      if (thrown instanceof ServiceError || thrown instanceof ConditionFailed) continue;
      expect(thrown).toMatchObject({ name: rejection });
      return false;
    }
  }
}
