import { redriveSaga } from '../../contracts/http/sagas.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { accepted } from '../../platform/http/response.ts';
import { log } from '../../platform/log.ts';
import { tableFromEnvironment } from '../../platform/table.ts';
import { makeOrderRepository } from '../composition.ts';
import { executionsFromEnvironment } from '../executions.ts';
import { OrderRedrive } from '../redrive.ts';
import { toExecutionViews } from '../saga-view.ts';
import { redriveStarter } from '../start-saga.ts';

const table = tableFromEnvironment();
const executions = executionsFromEnvironment();
const redrive = new OrderRedrive({
  orders: makeOrderRepository(table),
  executions,
  startRedrive: redriveStarter(),
});

/** POST /sagas/{orderId}/redrive */
export const handler = endpoint(redriveSaga, async ({ path }) => {
  const order = await redrive.redrive(path.orderId);
  log.warn('order redriven', { action: 'redriven', orderId: order.id, redrive: order.redrives });
  return accepted(toExecutionViews(order, await executions.all(order)), `/sagas/${order.id}`);
});
