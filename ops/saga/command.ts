import type { Command } from '../../cli/main.ts';
import { LIMITS } from '../../functions/contracts/limits.ts';
import { isUnderWay } from '../../functions/orders/executions.ts';
import { type Order, pendingSince } from '../../functions/orders/order.ts';
import { failuresOf } from '../../functions/orders/saga-view.ts';
import { ServiceError } from '../../functions/platform/service-error.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { poll } from '../../packages/command-line/wait.ts';
import { explainAccess } from '../stage/access.ts';
import { parseSagaArguments } from './arguments.ts';
import { inShort } from './history-lines.ts';
import { readLife } from './life.ts';
import { StageSagas } from './stage-sagas.ts';
import { momentLines, momentsOf, stateLines, sumUp, whereToLook } from './tell-life.ts';

/** How long `redrive` waits for the end (ms). An undo can take half an hour; that it goes on needs nobody who waits. */
const FOLLOW_MS = 120_000;

/** How many are listed of each kind. */
const MOST = 100;

/** By how much at most the reconciler puts off its next look (ms). */
const LOOK_AGAIN_MS = 15 * 60_000;

/** `npm run saga -- list | show | redrive | explain <order>`: orders that did not come to their end, on any stage. */
export const saga: Command = {
  summary: 'lists, shows, redrives and explains sagas (-- list, -- show|redrive|explain <order>)',
  async run(args) {
    const request = parseSagaArguments(args);
    try {
      const sagas = await StageSagas.open(request.stage);
      if (request.action === 'list') await list(sagas);
      else await ON_ONE[request.action](sagas, request.order);
    } catch (thrown) {
      throw explainAccess(thrown, request.stage);
    }
    return 0;
  },
};

const ON_ONE = { show, redrive, explain };

async function list({ waiting, access }: StageSagas): Promise<void> {
  const { items, last } = await waiting.parked(MOST);
  const parked = await waiting.read(items.map(({ id }) => id));
  const before = Date.now() - LIMITS.pendingSeconds * 1000;
  const looked = await waiting.overdue(new Date(before + LOOK_AGAIN_MS).toISOString(), MOST);
  const overdue = (await waiting.read(looked)).filter((order) => isOverdue(order, before));
  for (const order of parked) {
    const [last] = failuresOf(order).slice(-1);
    const why = last ? `${last.step}: ${inShort(last.error, last.cause)}` : '';
    console.log(`${order.id}  parked since ${order.waitsSince}  redriven ${order.redrives ?? 0}  ${why}`);
  }
  for (const order of overdue)
    console.log(`${order.id}  pending since ${new Date(pendingSince(order)).toISOString()}`);
  const more = last ? 'more than ' : '';
  console.log(
    `${more}${parked.length} orders wait for manual intervention and ${overdue.length} are overdue on stage ${access.stage}`,
  );
}

const isOverdue = (order: Order, before: number): boolean =>
  order.status === 'PENDING' && !order.attention && pendingSince(order) <= before;

async function show(sagas: StageSagas, id: string): Promise<void> {
  const life = await readLife(sagas, id);
  for (const line of stateLines(life)) console.log(line);
  for (const { step, error, cause } of failuresOf(life.order))
    console.log(`failure      ${step}: ${inShort(error, cause)}`);
  for (const { execution } of life.executions) {
    const { name, status, startedAt, stoppedAt, error, cause } = execution;
    const why = error ? `  ${inShort(error, cause)}` : '';
    console.log(`execution    ${name}  ${status}  ${startedAt}${stoppedAt ? ` to ${stoppedAt}` : ''}${why}`);
  }
  for (const { queue, at } of life.messages) console.log(`message      on ${queue} since ${at}`);
  console.log(sumUp(life, Date.now()));
}

async function explain(sagas: StageSagas, id: string): Promise<void> {
  const life = await readLife(sagas, id);
  for (const line of [...stateLines(life), '', ...momentLines(momentsOf(life)), '']) console.log(line);
  for (const line of whereToLook(life, sagas.access.stage)) console.log(line);
  console.log(sumUp(life, Date.now()));
}

async function redrive(sagas: StageSagas, id: string): Promise<void> {
  await sagas.order(id);
  const { redrives } = await sagas.redrive(id).catch((thrown) => {
    if (!(thrown instanceof ServiceError)) throw thrown;
    throw new UserError(
      `order ${id} is not redriven. ${thrown.message.replace(/[.]$/, '')}`,
      `npm run saga -- show ${id}`,
      { cause: thrown },
    );
  });
  console.log(`${id}.redrive.${redrives} has begun`);
  const ended = await poll(
    async () => {
      const { redrive } = await sagas.executions.latest({ id, redrives });
      return redrive && !isUnderWay(redrive) ? redrive : undefined;
    },
    { timeoutMs: FOLLOW_MS, everyMs: 500 },
  );
  if (!ended)
    return console.log(`it runs still, by itself: npm run saga -- show ${id} tells how it has ended`);
  const order = await sagas.order(id);
  if (order.status !== 'CANCELLED')
    throw new UserError(
      `${ended.name} has ${ended.status}, and order ${id} waits for manual intervention still`,
      `npm run saga -- explain ${id} tells why`,
    );
  const cleared = await sagas.clearParked();
  const gone = cleared.filter((one) => one === id).length;
  console.log(`order ${id} is CANCELLED, and ${gone} messages about it were taken away`);
}
