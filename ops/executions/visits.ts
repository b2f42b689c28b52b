import type { ExecutionEvent } from './history.ts';

/** One attempt of a state's task. */
export interface Attempt {
  /** RFC 3339. */
  at: string;
  /** Undefined while it is under way, or when the state was left without an answer. */
  endedAt?: string;
  /** Undefined for one that succeeded or is under way; a failure need not have a name. */
  error?: string;
  cause?: string;
}

/** One stay in a state, with all that is known of it. */
export interface StateVisit {
  state: string;
  enteredAt: string;
  /** Undefined while the execution is in it, and for a state in which it ended badly. */
  exitedAt?: string;
  /** JSON, as Step Functions keeps it. */
  input?: string;
  output?: string;
  attempts: Attempt[];
  how: 'running' | 'succeeded' | 'failed' | 'stopped';
}

/** The states that an execution went through, in the order of entry, each with its attempts. */
export function visitsOf(events: ExecutionEvent[]): StateVisit[] {
  const visits: StateVisit[] = [];
  for (const event of events) {
    const at = event.at.toISOString();
    const visit = visits.at(-1);
    if (event.kind === 'entered')
      visits.push({
        state: event.state,
        enteredAt: at,
        attempts: [],
        how: 'running',
        ...(event.input !== undefined && { input: event.input }),
      });
    if (!visit) continue;
    const attempt = visit.attempts.at(-1);
    if (event.kind === 'attempted') visit.attempts.push({ at });
    if (event.kind === 'succeeded' && attempt) attempt.endedAt = at;
    if (event.kind === 'failed') fail(visit, at, event);
    if (event.kind === 'exited') {
      visit.exitedAt = at;
      visit.how = attempt?.error === undefined ? 'succeeded' : 'failed';
      if (event.output !== undefined) visit.output = event.output;
    }
    if (event.kind === 'ended' && visit.exitedAt === undefined) end(visit, event.status);
  }
  return visits;
}

/** A task that was never scheduled fails without an attempt that anybody told of. */
function fail(visit: StateVisit, at: string, { error, cause }: { error?: string; cause?: string }): void {
  const open = visit.attempts.at(-1);
  const attempt = open && open.endedAt === undefined ? open : { at };
  if (attempt !== open) visit.attempts.push(attempt);
  Object.assign(attempt, { endedAt: at, error: error ?? 'States.TaskFailed', ...(cause && { cause }) });
}

/** A state that the execution ended in without leaving it: it failed there, was stopped, or is a Fail or Succeed state. */
function end(visit: StateVisit, status: string): void {
  if (status === 'ABORTED') visit.how = 'stopped';
  else visit.how = status === 'SUCCEEDED' ? 'succeeded' : 'failed';
}
