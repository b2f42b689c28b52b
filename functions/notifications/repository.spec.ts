import { describe, expect, it } from 'vitest';
import { ConditionFailed, type Table } from '../platform/table.ts';
import { CLAIM, NotificationRepository } from './repository.ts';

/** A table in which a claim meets what `standing` makes of it. */
const meeting = (standing: (put: Record<string, unknown>) => Record<string, unknown>) =>
  new NotificationRepository({
    writeOne: async ({ put }: { put: Record<string, unknown> }) => {
      throw new ConditionFailed(new Map([[CLAIM, standing(put)]]));
    },
  } as unknown as Table);

describe('The claim of an email', () => {
  it('that meets itself is had: its answer was lost, and the SDK has sent it again', async () => {
    await expect(meeting((put) => put).claimEmail('e', 1, 0)).resolves.toBeUndefined();
  });

  it.each([
    ['made at the same moment', (put: object) => ({ ...put, claim: 'another' })],
    ['from before claims had names', ({ claim: _, ...put }: Record<string, unknown>) => put],
    ['sent already', () => ({ status: 'SENT', at: 1 })],
  ])('that meets one %s is not', async (_, standing) => {
    await expect(meeting(standing).claimEmail('e', 1, 0)).rejects.toThrow(ConditionFailed);
  });
});
