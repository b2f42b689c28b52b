import { readFileSync } from 'node:fs';
import { checkBooks } from './books/check.ts';
import { type Definition, readDefinition } from './flow/definition.ts';
import { type PlannedOrder, PRODUCTS, type Schedule } from './schedule.ts';
import type { Heeds } from './store/transaction.ts';
import { START } from './world/clock.ts';
import { LOADED } from './world/load.ts';
import { seedWorld } from './world/seed.ts';
import { type Line, World } from './world/world.ts';

/** The saga as it is deployed. */
export const SAGA = readDefinition(
  readFileSync(new URL('../../state-machines/order-saga.asl.json', import.meta.url), 'utf8'),
);

/** How often a customer sends the same order again when no answer comes. */
const ATTEMPTS = 4;

interface RunOptions {
  /** Another saga than the one that is deployed, for a test of the net. */
  definition?: Definition;
  /** Whether a write's condition is looked at, by the writer's name; for a test of the net. */
  heeds?: (writer: string, ...write: Parameters<Heeds>) => boolean;
  traced?: boolean;
}

export interface Run {
  world: World;
  /** What does not add up, one sentence each; empty when all is well. */
  problems: string[];
}

/** Runs a schedule to its end and checks the books. */
export async function run(schedule: Schedule, options: RunOptions = {}): Promise<Run> {
  const { definition = SAGA, heeds, traced } = options;
  const { seed, faults } = schedule;
  const world = new World({ definition, seed, faults, traced });
  seedWorld(world, PRODUCTS, schedule.balances);
  if (heeds) world.store.heeds = (write) => heeds(world.aws.writer, write);
  for (const [index, order] of schedule.orders.entries())
    world.clock.after(order.at, () => void place(world, order, index));
  try {
    await world.clock.runAll();
  } catch (thrown) {
    return { world, problems: [String(thrown)] };
  }
  return { world, problems: checkBooks(world, schedule) };
}

/** A customer: sends the order, and sends it again under the same key while no answer comes. */
async function place(world: World, { customer, lines }: PlannedOrder, index: number): Promise<void> {
  const placeOrder = LOADED.get('place-order')!;
  const token = Buffer.from(
    JSON.stringify({ sub: `c${customer}`, roles: ['customer'], iat: START / 1000 }),
  ).toString('base64url');
  const request = {
    httpMethod: 'POST',
    resource: '/orders',
    path: '/orders',
    headers: {
      Authorization: `Bearer ${token}`,
      'Content-Type': 'application/json',
      'Idempotency-Key': `order-${index}`,
    },
    body: JSON.stringify({ items: lines }),
    isBase64Encoded: false,
  };
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const ended = await world.lambda.invoke(placeOrder, request);
    const { statusCode = 502, body = '' } = ('error' in ended ? {} : ended.answer) as {
      statusCode?: number;
      body?: string;
    };
    world.note(`customer ${customer}`, `order ${index} is answered with ${statusCode}`);
    if (statusCode === 201) world.answered.set(index, (JSON.parse(body) as { id: string }).id);
    if (![201, 409].includes(statusCode) && statusCode < 500)
      world.astray.push(`order ${index} was answered with ${statusCode}: ${body}`);
    if (statusCode < 500 && statusCode !== 409) return;
    await world.clock.pause(1000 * attempt);
  }
}

/** A run's lines for a person: time, actor, what happened. */
export const tellRun = (world: World): string =>
  world.lines.map(([ms, actor, text]: Line) => tellLine(world, ms, actor, text)).join('\n');

const tellLine = (world: World, ms: number, actor: string, text: string) =>
  `${(ms / 1000).toFixed(3).padStart(9)} s  ${actor.padEnd(24)} ${world.shown(text)}`;
