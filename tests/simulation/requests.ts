import { LIMITS } from '../../functions/contracts/limits.ts';
import type { Role } from '../../functions/contracts/roles.ts';
import type { PlannedCancellation, PlannedOrder, Schedule } from './schedule.ts';
import { START } from './world/clock.ts';
import { LOADED } from './world/load.ts';
import type { World } from './world/world.ts';

/** How often somebody sends the same request again when no answer comes. */
const ATTEMPTS = 4;

/** Lets customers and staff do what the schedule says: place orders, and cancel some of them. */
export function scheduleRequests(world: World, { orders, cancellations }: Schedule): void {
  for (const [index, order] of orders.entries()) {
    const wishes = cancellations.filter((one) => one.order === index);
    world.clock.after(order.at, async () => {
      const id = await place(world, order, index);
      if (id === undefined) return;
      world.answered.set(index, id);
      for (const wish of wishes)
        world.clock.after(wish.after, () => void cancel(world, { id, wish, customer: order.customer }));
    });
  }
}

/** A customer: sends the order, and sends it again under the same key while no answer comes. @returns its id. */
async function place(
  world: World,
  { customer, lines }: PlannedOrder,
  index: number,
): Promise<string | undefined> {
  let id: string | undefined;
  await retryUntilFinal(world, `customer ${customer}`, {
    fn: 'place-order',
    what: `order ${index}`,
    request: {
      ...requestOf(`c${customer}`, 'customer', { 'Idempotency-Key': `order-${index}` }),
      resource: '/orders',
      path: '/orders',
      body: JSON.stringify({ items: lines }),
    },
    isFinal: (status, body) => {
      if (status === 201) id = (JSON.parse(body) as { id: string }).id;
      return status === 201;
    },
  });
  return id;
}

interface Wish {
  id: string;
  wish: PlannedCancellation;
  customer: number;
}

/** Wants an order cancelled, and says so again while no answer comes. */
async function cancel(world: World, { id, wish, customer }: Wish): Promise<void> {
  const who = wish.by === 'customer' ? `c${customer}` : 's';
  await retryUntilFinal(world, wish.by === 'customer' ? `customer ${customer}` : 'staff', {
    fn: 'request-cancellation',
    what: `cancellation of order ${wish.order}`,
    request: {
      ...requestOf(who, wish.by),
      resource: '/orders/{id}/cancel',
      path: `/orders/${id}/cancel`,
      pathParameters: { id },
    },
    isFinal: (status) => {
      if (status === 202) world.accepted.add(id);
      return status === 202 || (status === 409 && wish.by === 'customer' && isTooLate(world, id));
    },
  });
}

/** Whether an order was confirmed so long ago that its customer cannot cancel it any more. */
function isTooLate(world: World, id: string): boolean {
  const orders = world.store.table('orders');
  const { confirmedAt } = orders.get(orders.id({ pk: { S: `ORDER#${id}` }, sk: { S: 'ORDER' } })) ?? {};
  const seconds = (world.clock.now - Date.parse(confirmedAt?.S ?? '')) / 1000;
  return seconds > LIMITS.cancellationSeconds;
}

interface RetriedRequest {
  fn: string;
  what: string;
  request: object;
  /** Whether an answer is the last word. */
  isFinal: (status: number, body: string) => boolean;
}

/** Sends a request until it is answered for good. What is no word on it (409: others are at it, or 5xx) is ignored. */
async function retryUntilFinal(
  world: World,
  who: string,
  { fn, what, request, isFinal }: RetriedRequest,
): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const ended = await world.lambda.invoke(LOADED.get(fn)!, request);
    const answer = ('error' in ended ? {} : ended.answer) as { statusCode?: number; body?: string };
    const { statusCode = 502, body = '' } = answer;
    world.note(who, `${what} is answered with ${statusCode}`);
    if (isFinal(statusCode, body)) return;
    if (statusCode < 500 && statusCode !== 409)
      return void world.unexpected.push(`${what} was answered with ${statusCode}: ${body}`);
    await world.clock.pause(1000 * attempt);
  }
}

/** A request as API Gateway hands it over. Tokens are believed: see setup.ts. */
function requestOf(sub: string, role: Role, headers: Record<string, string> = {}) {
  const token = Buffer.from(JSON.stringify({ sub, roles: [role], iat: START / 1000 })).toString('base64url');
  return {
    httpMethod: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...headers },
    isBase64Encoded: false,
  };
}
