import { z } from 'zod';
import { isUnderWay } from '../../functions/orders/executions.ts';
import { ServiceError } from '../../functions/platform/service-error.ts';
import type { StageSagas } from '../../ops/saga/stage-sagas.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { act } from './endpoint.ts';
import { parkedOf } from './failures.ts';

const Id = z.string().min(1).max(128);
const OneOrder = z.object({ id: Id });

/** How long a redrive is followed, to take its messages away when the order is cancelled (ms). */
const FOLLOWED_MS = 40 * 60_000;

/** Cancels an order as staff do: the running saga turns around, or a confirmed order is undone. */
export const cancelOrder = act({
  input: OneOrder,
  says: async (stage, { id }) => {
    const { status } = await (await stage.sagas()).order(id);
    if (status === 'CANCELLED') return `Order ${id} is cancelled already: nothing happens.`;
    return status === 'CONFIRMED'
      ? `Order ${id} is confirmed. It becomes PENDING, and an execution ${id}.cancel pays the customer back, gives the stock back and cancels it. This cannot be taken back.`
      : `Order ${id} is to be cancelled: its saga turns around at ConfirmOrder and undoes what it has done. This cannot be taken back.`;
  },
  run: async (stage, { id }) => {
    const { status } = await refusals(async () => (await stage.sagas()).cancel(id));
    return { id, status };
  },
});

/** Runs the undo chain of a parked order once more, as `npm run saga -- redrive` does. */
export const redriveOrder = act({
  input: OneOrder,
  says: async (stage, { id }) => {
    const { redrives = 0 } = await (await stage.sagas()).order(id);
    return `The undo chain of order ${id} runs once more, as ${id}.redrive.${redrives + 1}: it gives back what is still taken and passes over what is not. When the order is cancelled by it, its message is taken off the queue of parked orders. Mend what stood in the way first.`;
  },
  run: async (stage, { id }) => redriveOne(await stage.sagas(), id),
});

/** Redrives all parked orders that failed for the same error. */
export const redriveGroup = act({
  input: z.object({ error: z.string().max(256) }),
  says: async (stage, { error }) => {
    const found = await parkedOf(await stage.sagas(), error);
    return found.length === 0
      ? `No order is parked for ${error} any more: nothing happens.`
      : `The undo chains of ${found.length} parked ${found.length === 1 ? 'order' : 'orders'} that failed for ${error} run once more, one execution each. Mend what stood in the way first.`;
  },
  run: async (stage, { error }) => {
    const sagas = await stage.sagas();
    const refused: string[] = [];
    let redriven = 0;
    for (const { id } of await parkedOf(sagas, error)) {
      try {
        await redriveOne(sagas, id);
        redriven += 1;
      } catch (thrown) {
        if (!(thrown instanceof UserError)) throw thrown;
        refused.push(`${id}: ${thrown.message}`);
      }
    }
    return { redriven, refused };
  },
});

/** Stops an execution where it is. */
export const stopExecution = act({
  input: z.object({ id: Id, execution: z.string().max(160) }),
  says: (_, { id, execution }) =>
    `Execution ${execution} ends ABORTED at once. A step that is under way runs to its end, and nothing is undone: order ${id} stays PENDING with what was taken for it, and an alarm rings. The reconciler takes the order up when it has been pending for six and a half hours, and undoes it.`,
  run: async (stage, { id, execution }) => {
    const sagas = await stage.sagas();
    const found = (await sagas.executions.all(await sagas.order(id))).find(({ name }) => name === execution);
    if (!found) throw new UserError(`order ${id} has no execution ${execution}`, 'look at the order again');
    if (!isUnderWay(found))
      throw new UserError(
        `execution ${execution} has ended already: ${found.status}`,
        'there is nothing to stop',
      );
    await sagas.stop(found, `by the console of stage ${stage.name}`);
    return { execution };
  },
});

async function redriveOne(sagas: StageSagas, id: string): Promise<{ execution: string }> {
  const { redrives } = await refusals(() => sagas.redrive(id));
  void sagas
    .endOfRedrive(id, redrives, FOLLOWED_MS)
    .catch((thrown) => console.error(`the redrive of ${id} could not be followed: ${thrown}`));
  return { execution: `${id}.redrive.${redrives}` };
}

/** What the rules of the service refuse is an answer to the person, not a fault. */
async function refusals<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (thrown instanceof ServiceError)
      throw new UserError(thrown.message, 'look at the order again', { cause: thrown });
    throw thrown;
  }
}
