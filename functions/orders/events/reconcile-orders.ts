import * as z from 'zod/mini';
import { readConfig, required } from '../../platform/config.ts';
import { invocation } from '../../platform/invocation.ts';
import { log } from '../../platform/log.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { makeOrderRepository, makeWaitingOrders } from '../composition.ts';
import { executionsFromEnvironment } from '../executions.ts';
import { type Withdrawals, withdrawFalseConfirmations } from '../false-confirmations.ts';
import { Inspections } from '../inspections.ts';
import { ParkedMessages } from '../parked-messages.ts';
import { reconcile, type Tally } from '../reconcile.ts';
import { redriveStarter, sagaStarter, undoStarter } from '../start-saga.ts';

const config = readConfig({
  PARKED_QUEUE_URL: required,
  INSPECT_RESERVATION: required,
  INSPECT_CHARGE: required,
  OVERDUE_SECONDS: z.coerce.number().check(z.gte(0)),
});
const table = tableFromEnvironment();
const orders = makeOrderRepository(table);
const executions = executionsFromEnvironment();
const startSaga = sagaStarter();
const startUndo = undoStarter();
const startRedrive = redriveStarter();
const messages = new ParkedMessages(config.PARKED_QUEUE_URL);

/**
 * Every few minutes: brings orders to their end whose saga did not, and withdraws confirmations that came after the saga
 * had given their goods or money back.
 *
 * @throws Error when an order could not be looked at, after all others were: an alarm rings then.
 */
export const handler = invocation('schedule', async (): Promise<Tally & Withdrawals> => {
  const inspections = new Inspections({
    reservation: config.INSPECT_RESERVATION,
    charge: config.INSPECT_CHARGE,
  });
  const tally = await reconcile({
    orders,
    waiting: makeWaitingOrders(table),
    executions,
    inspections,
    startSaga,
    startUndo,
    startRedrive,
    messages,
    overdueMs: config.OVERDUE_SECONDS * 1000,
  });
  const { failed = 0, ...withdrawals } = await withdrawFalseConfirmations({
    orders,
    executions,
    inspections,
  });
  log.info('orders reconciled', { tally: { ...tally, ...withdrawals } });
  const notDone = (tally.failed ?? 0) + failed;
  if (notDone > 0) throw new Error(`${notDone} orders could not be reconciled`);
  return { ...tally, ...withdrawals };
});
