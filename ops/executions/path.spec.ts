import type { HistoryEvent } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { eventsOf } from './history.ts';
import { describePath, runOf } from './path.ts';

let id = 0;
const event = (type: string, at: number, details: object = {}): HistoryEvent =>
  ({ id: id++, type, timestamp: new Date(at), ...details }) as HistoryEvent;
const entered = (name: string, at = 0) =>
  event('TaskStateEntered', at, { stateEnteredEventDetails: { name } });
const scheduled = () => event('TaskScheduled', 0);
const failed = (error?: string) => event('TaskFailed', 0, { taskFailedEventDetails: { error } });
const timedOut = () => event('TaskTimedOut', 0, { taskTimedOutEventDetails: { error: 'States.Timeout' } });

describe('the run of an execution', () => {
  it.each([
    ['every step went well', [entered('A'), scheduled(), entered('B'), scheduled()], 'A → B'],
    ['a step failed', [entered('A'), scheduled(), failed('OutOfStock'), entered('B')], 'A ✗ OutOfStock → B'],
    [
      'a retry helped',
      [entered('A'), scheduled(), failed('Oops'), scheduled(), entered('B')],
      'A (2 attempts) → B',
    ],
    [
      'a retry did not help',
      [entered('A'), scheduled(), failed('X'), scheduled(), timedOut()],
      'A (2 attempts) ✗ States.Timeout',
    ],
    ['an error has no name', [entered('A'), scheduled(), failed()], 'A ✗ States.TaskFailed'],
    ['there is nothing', [], ''],
  ])('%s', (_, events, path) => {
    expect(describePath(runOf(eventsOf(events)).path)).toBe(path);
  });

  it('takes the time from the first event to the last', () => {
    const events = [event('ExecutionStarted', 1000), entered('A', 1200), event('ExecutionSucceeded', 1750)];
    expect(runOf(eventsOf(events)).durationMs).toBe(750);
  });
});
