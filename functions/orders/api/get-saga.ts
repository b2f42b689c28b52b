import { getSaga } from '../../contracts/http/sagas.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ServiceError } from '../../platform/service-error.ts';
import { makeOrderRepository } from '../composition.ts';
import { executionsFromEnvironment } from '../executions.ts';
import { toExecutionViews } from '../saga-view.ts';

const orders = makeOrderRepository();
const executions = executionsFromEnvironment();

/** GET /sagas/{orderId} */
export const handler = endpoint(getSaga, async ({ path }) => {
  const order = await orders.get(path.orderId);
  if (!order) throw new ServiceError('notFound', 'There is no such order.');
  return ok(toExecutionViews(order, await executions.all(order)));
});
