import { GetExecutionHistoryCommand, type HistoryEvent, SFNClient } from '@aws-sdk/client-sfn';
import { describe, expect, it } from 'vitest';
import { eventsOf, hasEnded, readHistory } from './history.ts';

const at = new Date('2026-01-01T00:00:00Z');
const event = (type: string, details: object = {}) => ({ type, timestamp: at, ...details }) as HistoryEvent;
const why = { error: 'Down', cause: 'away' };

describe('what an event says', () => {
  it.each<[HistoryEvent, object]>([
    [event('ExecutionStarted'), { kind: 'started' }],
    [event('PassStateEntered', { stateEnteredEventDetails: { name: 'A' } }), { kind: 'entered', state: 'A' }],
    [
      event('TaskStateEntered', { stateEnteredEventDetails: { name: 'A', input: '{}' } }),
      { kind: 'entered', state: 'A', input: '{}' },
    ],
    [
      event('TaskStateExited', { stateExitedEventDetails: { name: 'A', output: '{"a":1}' } }),
      { kind: 'exited', state: 'A', output: '{"a":1}' },
    ],
    [event('TaskScheduled'), { kind: 'attempted' }],
    [event('LambdaFunctionScheduled'), { kind: 'attempted' }],
    [event('TaskSucceeded'), { kind: 'succeeded' }],
    [event('LambdaFunctionSucceeded'), { kind: 'succeeded' }],
    [event('TaskFailed', { taskFailedEventDetails: why }), { kind: 'failed', ...why }],
    [event('TaskTimedOut', { taskTimedOutEventDetails: why }), { kind: 'failed', ...why }],
    [event('TaskStartFailed', { taskStartFailedEventDetails: why }), { kind: 'failed', ...why }],
    [event('TaskSubmitFailed', { taskSubmitFailedEventDetails: why }), { kind: 'failed', ...why }],
    [event('LambdaFunctionFailed', { lambdaFunctionFailedEventDetails: why }), { kind: 'failed', ...why }],
    [
      event('LambdaFunctionTimedOut', { lambdaFunctionTimedOutEventDetails: why }),
      { kind: 'failed', ...why },
    ],
    [
      event('LambdaFunctionStartFailed', { lambdaFunctionStartFailedEventDetails: why }),
      { kind: 'failed', ...why },
    ],
    [
      event('LambdaFunctionScheduleFailed', { lambdaFunctionScheduleFailedEventDetails: why }),
      { kind: 'failed', ...why },
    ],
    [event('TaskFailed'), { kind: 'failed' }],
    [event('ExecutionSucceeded'), { kind: 'ended', status: 'SUCCEEDED' }],
    [
      event('ExecutionFailed', { executionFailedEventDetails: why }),
      { kind: 'ended', status: 'FAILED', ...why },
    ],
    [
      event('ExecutionAborted', { executionAbortedEventDetails: why }),
      { kind: 'ended', status: 'ABORTED', ...why },
    ],
    [event('ExecutionTimedOut'), { kind: 'ended', status: 'TIMED_OUT' }],
  ])('$type', (one, what) => {
    expect(eventsOf([one])).toEqual([{ at, error: undefined, cause: undefined, ...what }]);
  });

  it.each(['TaskStarted', 'LambdaFunctionStarted'])('%s is left out', (type) => {
    expect(eventsOf([event(type)])).toEqual([]);
  });
});

/** Step Functions, as far as it is asked here: one execution, `arn`, whose history has a page for each state. */
const client = Object.assign(new SFNClient({ region: 'us-east-1' }), {
  async send(command: { input: { executionArn?: string; nextToken?: string } }) {
    const { executionArn, nextToken = '0' } = command.input;
    if (executionArn !== 'arn') throw Object.assign(new Error(executionArn), { name: executionArn });
    if (!(command instanceof GetExecutionHistoryCommand)) return { status: 'SUCCEEDED' };
    const states = ['A', 'B', 'C'];
    const details = { stateEnteredEventDetails: { name: states[Number(nextToken)] } };
    const next = Number(nextToken) + 1;
    return {
      events: [event('TaskStateEntered', details)],
      nextToken: next < states.length ? String(next) : undefined,
    };
  },
}) as SFNClient;

describe('an execution', () => {
  it('has all pages of its history read', async () => {
    const events = await readHistory(client, 'arn');
    expect(events?.map((one) => (one.kind === 'entered' ? one.state : one.kind))).toEqual(['A', 'B', 'C']);
    expect(await hasEnded(client, 'arn')).toBe(true);
  });

  it('that is not there has no history, and no end', async () => {
    expect(await readHistory(client, 'ExecutionDoesNotExist')).toBeUndefined();
    expect(await hasEnded(client, 'ExecutionDoesNotExist')).toBe(false);
  });

  it('that cannot be read is an error', async () => {
    await expect(readHistory(client, 'AccessDenied')).rejects.toThrow('AccessDenied');
    await expect(hasEnded(client, 'AccessDenied')).rejects.toThrow('AccessDenied');
  });
});
