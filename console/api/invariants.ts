import { z } from 'zod';
import { checkInvariants } from '../../ops/ledger/invariants.ts';
import { read } from './endpoint.ts';

/** So many violations of one invariant are told: who has more has another problem. */
const MOST = 100;

/** Stock, money and orders held to their invariants, now. It reads three tables whole: it is asked for once, and not followed. */
export const invariants = read({
  input: z.object({}),
  run: async (stage) => {
    const [orders, inventory, payments] = await Promise.all([
      stage.table('Orders'),
      stage.table('Inventory'),
      stage.table('Payments'),
    ]);
    const { judged, ...rest } = await checkInvariants({ orders, inventory, payments });
    return {
      ...rest,
      judged: judged.map(({ violations, ...one }) => ({
        ...one,
        wrong: violations.length,
        violations: violations.slice(0, MOST),
      })),
    };
  },
});
