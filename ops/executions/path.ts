import type { SFNClient } from '@aws-sdk/client-sfn';
import { poll } from '../../packages/command-line/wait.ts';
import { type ExecutionEvent, hasEnded, readHistory } from './history.ts';

/** One state that an execution went through. */
export interface Visit {
  state: string;
  /** How often it was tried; 0 for a state that runs no task. */
  attempts: number;
  /** The error that it left with, e.g. InsufficientFunds. */
  error?: string;
}

/** How an execution ran. */
export interface Run {
  path: Visit[];
  /** From its first event to its last (ms). */
  durationMs: number;
}

/**
 * Waits until an execution has ended, and reads how it ran.
 *
 * @throws Error when it still runs after `timeoutMs`, or never began.
 */
export async function endedRun(client: SFNClient, executionArn: string, timeoutMs = 60_000): Promise<Run> {
  const ended = await poll(() => hasEnded(client, executionArn), { timeoutMs, everyMs: 200 });
  if (!ended) throw new Error(`${executionArn} has not ended after ${timeoutMs / 1000} s`);
  return runOf((await readHistory(client, executionArn)) ?? []);
}

/** The states in the order of entry, and how long it took. */
export function runOf(events: ExecutionEvent[]): Run {
  const path: Visit[] = [];
  for (const event of events) {
    if (event.kind === 'entered') path.push({ state: event.state, attempts: 0 });
    const visit = path.at(-1);
    if (event.kind === 'attempted' && visit) {
      visit.attempts += 1;
      delete visit.error;
    }
    if (event.kind === 'failed' && visit) visit.error = event.error ?? 'States.TaskFailed';
  }
  const time = (event: ExecutionEvent | undefined) => event?.at.getTime() ?? 0;
  return { path, durationMs: time(events.at(-1)) - time(events[0]) };
}

/** @example ReserveInventory → ChargePayment ✗ InsufficientFunds → ReleaseInventory → CancelOrder */
export function describePath(path: Visit[]): string {
  return path
    .map(({ state, attempts, error }) => {
      const tries = attempts > 1 ? ` (${attempts} attempts)` : '';
      return `${state}${tries}${error ? ` ✗ ${error}` : ''}`;
    })
    .join(' → ');
}
