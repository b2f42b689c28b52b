import {
  DescribeExecutionCommand,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
} from '@aws-sdk/client-sfn';
import { clientOptions } from '../../localstack/engine/credentials.ts';
import { poll } from '../../packages/command-line/wait.ts';

/** One state that an execution went through. */
export interface Visit {
  state: string;
  /** How often it was tried; 0 for a state that runs no task. */
  attempts: number;
  /** The error that it left with, e.g. InsufficientFunds. */
  error?: string;
}

export interface SagaRun {
  path: Visit[];
  /** From the first event of the execution to its last (ms). */
  durationMs: number;
}

/** Reads how the saga of an order ran, when it has ended. The execution's name is the order's id. */
export async function sagaRun(
  options: { endpoint: string; saga: string; orderId: string },
  timeoutMs = 60_000,
): Promise<SagaRun> {
  const client = new SFNClient(clientOptions(options.endpoint));
  try {
    const executionArn = `${options.saga.replace(':stateMachine:', ':execution:')}:${options.orderId}`;
    const ended = await poll(
      async () => (await client.send(new DescribeExecutionCommand({ executionArn }))).status !== 'RUNNING',
      { timeoutMs, everyMs: 200 },
    );
    if (!ended)
      throw new Error(`the saga of order ${options.orderId} still runs after ${timeoutMs / 1000} s`);
    return readHistory(await history(client, executionArn));
  } finally {
    client.destroy();
  }
}

async function history(client: SFNClient, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(
      new GetExecutionHistoryCommand({ executionArn, nextToken, maxResults: 1000 }),
    );
    events.push(...(page.events ?? []));
    nextToken = page.nextToken;
  } while (nextToken);
  return events;
}

/** The states in the order of entry, from a history whose events are oldest first. */
export function readHistory(events: HistoryEvent[]): SagaRun {
  const path: Visit[] = [];
  for (const event of events) {
    const entered = event.stateEnteredEventDetails?.name;
    if (entered) path.push({ state: entered, attempts: 0 });
    const visit = path.at(-1);
    if (!visit) continue;
    if (event.type === 'TaskScheduled' || event.type === 'LambdaFunctionScheduled') {
      visit.attempts += 1;
      delete visit.error;
    }
    const failed = event.taskFailedEventDetails ?? event.lambdaFunctionFailedEventDetails;
    const timedOut = event.taskTimedOutEventDetails ?? event.lambdaFunctionTimedOutEventDetails;
    if (failed || timedOut) visit.error = (failed ?? timedOut)?.error ?? 'States.TaskFailed';
  }
  const time = (event: HistoryEvent | undefined) => event?.timestamp?.getTime() ?? 0;
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
