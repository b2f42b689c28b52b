import { getSaga } from '../../contracts/http/sagas.ts';
import { endpoint } from '../../platform/http/endpoint.ts';
import { ok } from '../../platform/http/response.ts';
import { ServiceError } from '../../platform/service-error.ts';
import { ownTable } from '../../platform/table.ts';
import { ownExecutions } from '../executions.ts';
import { presentExecutions } from '../present-saga.ts';
import { OrderRepository } from '../repository.ts';

const orders = new OrderRepository(ownTable());
const executions = ownExecutions();

/** GET /sagas/{orderId} */
export const handler = endpoint(getSaga, async ({ path }) => {
  const order = await orders.get(path.orderId);
  if (!order) throw new ServiceError('notFound', 'There is no such order.');
  return ok(presentExecutions(order, await executions.all(order)));
});
