import {
  DescribeExecutionCommand,
  type HistoryEvent,
  paginateGetExecutionHistory,
  type SFNClient,
} from '@aws-sdk/client-sfn';

/** Something that happened in an execution, as far as anybody asks: what Step Functions tells more of is left out. */
export type ExecutionEvent = { at: Date } & (
  | { kind: 'started' }
  | { kind: 'entered'; state: string; input?: string }
  /** An attempt of the state's task begins. */
  | { kind: 'attempted' }
  /** That attempt is over. A failure need not have a name. */
  | { kind: 'succeeded' }
  | { kind: 'failed'; error?: string; cause?: string }
  /** The state is left, in one way or another. What goes in and out is JSON. */
  | { kind: 'exited'; state: string; output?: string }
  /** The execution is over: SUCCEEDED, FAILED, ABORTED or TIMED_OUT. */
  | { kind: 'ended'; status: string; error?: string; cause?: string }
);

/**
 * The history of an execution up to now, oldest first, however many pages it has.
 *
 * @returns undefined when there is no such execution (any more: Step Functions keeps them for 90 days after their end).
 */
export async function readHistory(
  client: SFNClient,
  executionArn: string,
): Promise<ExecutionEvent[] | undefined> {
  const events: ExecutionEvent[] = [];
  return orNone(async () => {
    for await (const page of paginateGetExecutionHistory({ client, pageSize: 1_000 }, { executionArn }))
      events.push(...eventsOf(page.events ?? []));
    return events;
  });
}

/** Whether an execution has come to its end; false when there is none (yet). */
export async function hasEnded(client: SFNClient, executionArn: string): Promise<boolean> {
  const found = await orNone(() => client.send(new DescribeExecutionCommand({ executionArn })));
  return found !== undefined && found.status !== 'RUNNING';
}

async function orNone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (thrown) {
    if (thrown instanceof Error && thrown.name === 'ExecutionDoesNotExist') return undefined;
    throw thrown;
  }
}

/** What the events of GetExecutionHistory say. */
export const eventsOf = (history: HistoryEvent[]): ExecutionEvent[] =>
  history.flatMap((event) => {
    const what = whatOf(event);
    return what ? [{ at: new Date(event.timestamp ?? 0), ...what }] : [];
  });

type What = ExecutionEvent extends infer One ? (One extends unknown ? Omit<One, 'at'> : never) : never;

/** Tasks are Lambda functions in two spellings: by the service integration (Task…), and by their ARN (LambdaFunction…). */
const TASK = /^(?:Task|LambdaFunction)(Scheduled|Succeeded|Failed|TimedOut|(?:Start|Submit|Schedule)Failed)$/;
const END = /^Execution(Succeeded|Failed|Aborted|TimedOut)$/;

function whatOf(event: HistoryEvent): What | undefined {
  const { type = '' } = event;
  const state = event.stateEnteredEventDetails?.name;
  if (state) return { kind: 'entered', state, input: event.stateEnteredEventDetails?.input };
  const left = event.stateExitedEventDetails;
  if (left?.name) return { kind: 'exited', state: left.name, output: left.output };
  if (type === 'ExecutionStarted') return { kind: 'started' };
  const end = END.exec(type)?.[1];
  if (end) {
    const why =
      event.executionFailedEventDetails ??
      event.executionAbortedEventDetails ??
      event.executionTimedOutEventDetails;
    const status = end === 'TimedOut' ? 'TIMED_OUT' : end.toUpperCase();
    return { kind: 'ended', status, error: why?.error, cause: why?.cause };
  }
  const task = TASK.exec(type)?.[1];
  if (!task) return undefined;
  if (task === 'Scheduled') return { kind: 'attempted' };
  if (task === 'Succeeded') return { kind: 'succeeded' };
  const failure =
    event.taskFailedEventDetails ??
    event.taskTimedOutEventDetails ??
    event.taskSubmitFailedEventDetails ??
    event.taskStartFailedEventDetails ??
    event.lambdaFunctionFailedEventDetails ??
    event.lambdaFunctionTimedOutEventDetails ??
    event.lambdaFunctionStartFailedEventDetails ??
    event.lambdaFunctionScheduleFailedEventDetails;
  return { kind: 'failed', error: failure?.error, cause: failure?.cause };
}
