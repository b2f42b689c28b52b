import { describe, expect, it } from 'vitest';
import type { ExecutionEvent } from './history.ts';
import { visitsOf } from './visits.ts';

let second = 0;
type What = ExecutionEvent extends infer One ? (One extends unknown ? Omit<One, 'at'> : never) : never;
const at = (what: What): ExecutionEvent =>
  ({ at: new Date(Date.UTC(2026, 0, 1, 0, 0, second++)), ...what }) as ExecutionEvent;
const entered = (state: string) => at({ kind: 'entered', state, input: '{"in":1}' });
const exited = (state: string) => at({ kind: 'exited', state, output: '{"out":1}' });
const attempted = () => at({ kind: 'attempted' });
const failed = (error?: string) => at({ kind: 'failed', error, cause: 'why' });
const succeeded = () => at({ kind: 'succeeded' });
const ended = (status: string) => at({ kind: 'ended', status });

describe('the visits of an execution', () => {
  it.each<[string, () => ExecutionEvent[], string[]]>([
    [
      'a step that succeeds',
      () => [entered('A'), attempted(), succeeded(), exited('A')],
      ['A succeeded 1 []'],
    ],
    [
      'a retry that helps',
      () => [entered('A'), attempted(), failed('Down'), attempted(), succeeded(), exited('A')],
      ['A succeeded 2 [Down]'],
    ],
    [
      'a failure that is caught',
      () => [entered('A'), attempted(), failed('Out'), exited('A'), entered('B'), attempted()],
      ['A failed 1 [Out]', 'B running 1 []'],
    ],
    [
      'a failure without a name',
      () => [entered('A'), attempted(), failed(), exited('A')],
      ['A failed 1 [States.TaskFailed]'],
    ],
    ['one that was never scheduled', () => [entered('A'), failed('Full')], ['A running 1 [Full]']],
    ['a Fail state', () => [entered('Parked'), ended('FAILED')], ['Parked failed 0 []']],
    ['a stop', () => [entered('A'), attempted(), ended('ABORTED')], ['A stopped 1 []']],
    ['an end by time', () => [entered('A'), attempted(), ended('TIMED_OUT')], ['A failed 1 []']],
    ['nothing', () => [], []],
  ])('%s', (_, events, told) => {
    const visits = visitsOf(events());
    expect(
      visits.map(
        ({ state, how, attempts }) =>
          `${state} ${how} ${attempts.length} [${attempts.flatMap(({ error }) => error ?? []).join()}]`,
      ),
    ).toEqual(told);
  });

  it('know what went in and came out, and when', () => {
    second = 0;
    const [visit] = visitsOf([entered('A'), attempted(), succeeded(), exited('A')]);
    expect(visit).toEqual({
      state: 'A',
      how: 'succeeded',
      input: '{"in":1}',
      output: '{"out":1}',
      enteredAt: '2026-01-01T00:00:00.000Z',
      exitedAt: '2026-01-01T00:00:03.000Z',
      attempts: [{ at: '2026-01-01T00:00:01.000Z', endedAt: '2026-01-01T00:00:02.000Z' }],
    });
  });
});
