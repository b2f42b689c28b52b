import { readFileSync } from 'node:fs';
import { type Definition, readDefinition } from './flow/definition.ts';
import { checkInvariants } from './invariants/check.ts';
import { isAnyWaiting, letReconcilerCome } from './reconciler.ts';
import { scheduleRequests } from './requests.ts';
import { PRODUCTS, type Schedule } from './schedule.ts';
import type { Enforces } from './store/transaction.ts';
import { seedWorld } from './world/seed.ts';
import { type Line, World } from './world/world.ts';

/** The saga as it is deployed. */
export const SAGA = readDefinition(
  readFileSync(new URL('../../state-machines/order-saga.asl.json', import.meta.url), 'utf8'),
);

export interface RunOptions {
  /** Another saga than the one that is deployed, for a test with seeded defects. */
  definition?: Definition;
  /** Where the undo of a confirmed order begins, if not where the deployed one does; for a test with seeded defects. */
  undoEntry?: string;
  /** Whether a name is started once, as Standard workflows do; so unless told. */
  isNameUnique?: boolean;
  /** False for a saga that has to be right by itself: the reconciler repairs what it leaves behind. */
  reconciled?: boolean;
  /** Whether a write's condition is looked at, by the writer's name; for a test with seeded defects. */
  enforces?: (writer: string, ...write: Parameters<Enforces>) => boolean;
  traced?: boolean;
}

export interface Run {
  world: World;
  /** What does not add up, one sentence each; empty when all is well. */
  problems: string[];
}

/** Runs a schedule to its end and checks the invariants. */
export async function run(schedule: Schedule, options: RunOptions = {}): Promise<Run> {
  const { definition = SAGA, undoEntry, reconciled = true, enforces, traced, isNameUnique = true } = options;
  const { seed, faults } = schedule;
  const world = new World({ definition, undoEntry, seed, faults, traced });
  world.executions.isNameUnique = isNameUnique;
  seedWorld(world, PRODUCTS, schedule.balances);
  if (enforces) world.store.enforces = (write) => enforces(world.aws.writer, write);
  scheduleRequests(world, schedule);
  if (reconciled) letReconcilerCome(world);
  const { stackTraceLimit } = Error;
  // A tenth of a run's time goes into stacks of conditions that failed; they are told where a run is shown.
  if (!traced) Error.stackTraceLimit = 0;
  try {
    await world.clock.runAll();
    if (reconciled && isAnyWaiting(world)) {
      // What became pending when the reconciler had nothing more to do: a late cancellation.
      letReconcilerCome(world);
      await world.clock.runAll();
    }
  } catch (thrown) {
    return { world, problems: [String(thrown)] };
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
  return { world, problems: checkInvariants(world, schedule) };
}

/** A run's lines for a person: time, actor, what happened. */
export const tellRun = (world: World): string =>
  world.lines.map(([ms, actor, text]: Line) => tellLine(world, ms, actor, text)).join('\n');

const tellLine = (world: World, ms: number, actor: string, text: string) =>
  `${(ms / 1000).toFixed(3).padStart(9)} s  ${actor.padEnd(24)} ${world.shown(text)}`;
