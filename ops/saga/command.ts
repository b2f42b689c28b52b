import { required } from '@serverless-orders/command-line/arguments';
import { command } from '@serverless-orders/command-line/command';
import { action, type Output, type Request } from '@serverless-orders/command-line/declaration';
import { LIMITS } from '../../functions/contracts/limits.ts';
import { type Order, pendingSince } from '../../functions/orders/order.ts';
import { failuresOf } from '../../functions/orders/saga-view.ts';
import { ServiceError } from '../../functions/platform/service-error.ts';
import { counted } from '../../packages/command-line/counted.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { explainAccess } from '../stage/access.ts';
import { anyStage } from '../stage/argument.ts';
import { readOrderId } from '../stage/order-id.ts';
import { inShort } from './history-lines.ts';
import { type Life, readLife } from './life.ts';
import { StageSagas } from './stage-sagas.ts';
import { momentLines, momentsOf, stateLines, sumUp, whereToLook } from './tell-life.ts';

/** How long `redrive` waits for the end (ms). An undo can take half an hour; that it goes on needs nobody who waits. */
const FOLLOW_MS = 120_000;

/** How many are listed of each kind. */
const MOST = 100;

/** By how much at most the reconciler puts off its next look (ms). */
const LOOK_AGAIN_MS = 15 * 60_000;

const words = { order: required('order', 'id of an order', readOrderId) };

/** `npm run saga -- list | show | redrive | explain <order>`: orders that did not come to their end, on any stage. */
export const saga = command({
  name: 'saga',
  summary: 'lists, shows, redrives and explains sagas (-- list, -- show|redrive|explain <order>)',
  stage: anyStage,
  actions: {
    list: action({
      help: 'orders that are parked, and those that are overdue',
      json: true,
      run: (input) => withSagas(input, list),
    }),
    show: action({
      help: 'what stands about an order, its failures and executions',
      words,
      json: true,
      run: (input) => withSagas(input, (sagas) => show(sagas, input.order)),
    }),
    redrive: action({
      help: 'undoes a parked order once more, and waits for the end',
      words,
      run: (input) => withSagas(input, (sagas) => redrive(sagas, input.order)),
    }),
    explain: action({
      help: 'the life of an order across the services, moment by moment',
      words,
      json: true,
      run: (input) => withSagas(input, (sagas) => explain(sagas, input.order)),
    }),
  },
});

async function withSagas(
  { stage }: Request,
  work: (sagas: StageSagas) => Promise<number | Output>,
): Promise<number | Output> {
  try {
    return await work(await StageSagas.open(stage));
  } catch (thrown) {
    throw explainAccess(thrown, stage);
  }
}

async function list({ waiting, access }: StageSagas): Promise<Output> {
  const { items, last } = await waiting.parked(MOST);
  const parked = await waiting.read(items.map(({ id }) => id));
  const before = Date.now() - LIMITS.pendingSeconds * 1000;
  const looked = await waiting.overdue(new Date(before + LOOK_AGAIN_MS).toISOString(), MOST);
  const overdue = (await waiting.read(looked)).filter((order) => isOverdue(order, before));
  const waits = parked.map((order) => ({
    id: order.id,
    since: order.waitsSince,
    redrives: order.redrives ?? 0,
    failure: failuresOf(order).at(-1),
  }));
  const late = overdue.map((order) => ({ id: order.id, since: new Date(pendingSince(order)).toISOString() }));
  const more = last ? 'more than ' : '';
  return {
    lines: [
      ...waits.map(({ id, since, redrives, failure }) => {
        const why = failure ? `${failure.step}: ${inShort(failure.error, failure.cause)}` : '';
        return `${id}  parked since ${since}  redriven ${redrives}  ${why}`;
      }),
      ...late.map(({ id, since }) => `${id}  pending since ${since}`),
      `${more}${counted(parked.length, 'order')} ${parked.length === 1 && !more ? 'waits' : 'wait'} for manual intervention and ${overdue.length} ${overdue.length === 1 ? 'is' : 'are'} overdue on stage ${access.stage}`,
    ],
    document: { stage: access.stage, parked: waits, more: last !== undefined, overdue: late },
  };
}

const isOverdue = (order: Order, before: number): boolean =>
  order.status === 'PENDING' && !order.attention && pendingSince(order) <= before;

async function show(sagas: StageSagas, id: string): Promise<Output> {
  const life = await readLife(sagas, id);
  const failures = failuresOf(life.order);
  const executions = life.executions.map(({ execution }) => execution);
  const sum = sumUp(life, Date.now());
  return {
    lines: [
      ...stateLines(life),
      ...failures.map(({ step, error, cause }) => `failure      ${step}: ${inShort(error, cause)}`),
      ...executions.map(({ name, status, startedAt, stoppedAt, error, cause }) => {
        const why = error ? `  ${inShort(error, cause)}` : '';
        return `execution    ${name}  ${status}  ${startedAt}${stoppedAt ? ` to ${stoppedAt}` : ''}${why}`;
      }),
      ...life.messages.map(({ queue, at }) => `message      on ${queue} since ${at}`),
      sum,
    ],
    document: { ...standing(sagas, life), failures, executions, messages: life.messages, summary: sum },
  };
}

const standing = ({ access }: StageSagas, { order, reservation, charge }: Life) => ({
  stage: access.stage,
  order,
  reservation,
  charge,
});

async function explain(sagas: StageSagas, id: string): Promise<Output> {
  const life = await readLife(sagas, id);
  const moments = momentsOf(life);
  const sum = sumUp(life, Date.now());
  const where = whereToLook(life, sagas.access.stage);
  return {
    lines: [...stateLines(life), '', ...momentLines(moments), '', ...where, sum],
    document: { ...standing(sagas, life), moments, summary: sum },
  };
}

async function redrive(sagas: StageSagas, id: string): Promise<number> {
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
  const followed = await sagas.endOfRedrive(id, redrives, FOLLOW_MS);
  if (!followed) {
    console.log(`it runs still, by itself: npm run saga -- show ${id} tells how it has ended`);
    return 0;
  }
  const order = await sagas.order(id);
  if (order.status !== 'CANCELLED')
    throw new UserError(
      `${followed.ended.name} has ${followed.ended.status}, and order ${id} waits for manual intervention still`,
      `npm run saga -- explain ${id} tells why`,
    );
  const gone = followed.cleared.filter((one) => one === id).length;
  console.log(`order ${id} is CANCELLED, and ${gone} messages about it were taken away`);
  return 0;
}
