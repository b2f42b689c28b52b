import { describe, expect, it } from 'vitest';
import type { OrderRun } from '../../../api/order.ts';
import type { SagaGraph } from '../../../api/saga-graph.ts';
import { curve, edgeKey, overlayOf, undoesOf } from './overlay.ts';

const node = (name: string, undoes?: string) =>
  ({ name, role: 'step', x: 0, y: 0, width: 1, height: 1, ...(undoes && { undoes }) }) as const;
const graph: SagaGraph = {
  width: 1,
  height: 1,
  nodes: ['(start)', '(end)', 'Do', 'Next', 'Parked']
    .map((name) => node(name))
    .concat(node('Undo', 'Do') as never),
  edges: [],
};
const undoes = undoesOf([graph]);
const T0 = Date.UTC(2026, 0, 1);
const visit = (
  state: string,
  how: OrderRun['visits'][number]['how'],
  errors: (string | undefined)[] = [],
) => ({
  state,
  how,
  enteredAt: new Date(T0).toISOString(),
  exitedAt: new Date(T0 + 250).toISOString(),
  attempts: errors.map((error) => ({ at: new Date(T0).toISOString(), ...(error && { error }) })),
});
const run = (status: string, visits: OrderRun['visits']): OrderRun => ({
  name: 'o',
  machine: 'saga',
  status,
  visits,
});
const hows = (one: OrderRun, all = [one]) =>
  Object.fromEntries([...overlayOf(graph, one, all, undoes).nodes].map(([name, { how }]) => [name, how]));

describe('a run laid over its machine', () => {
  it('shows what was done, and how it ended', () => {
    const one = run('SUCCEEDED', [
      visit('Do', 'succeeded', [undefined]),
      visit('Next', 'succeeded', ['Down', undefined]),
    ]);
    expect(hows(one)).toEqual({
      '(start)': 'done',
      '(end)': 'done',
      Do: 'done',
      Next: 'done',
      Undo: 'idle',
      Parked: 'idle',
    });
    expect(overlayOf(graph, one, [one], undoes).nodes.get('Next')).toEqual({
      how: 'done',
      attempts: 2,
      ms: 250,
    });
  });

  it('shows a step as undone when this run has undone it, or another one', () => {
    const compensated = run('SUCCEEDED', [
      visit('Do', 'succeeded', [undefined]),
      visit('Next', 'failed', ['Out']),
      visit('Undo', 'succeeded', [undefined]),
    ]);
    expect(hows(compensated)).toMatchObject({ Do: 'undone', Next: 'failed', Undo: 'done' });
    const saga = run('SUCCEEDED', [visit('Do', 'succeeded', [undefined])]);
    const cancel = run('SUCCEEDED', [visit('Undo', 'succeeded', [undefined])]);
    expect(hows(saga, [saga])).toMatchObject({ Do: 'done' });
    expect(hows(saga, [saga, cancel])).toMatchObject({ Do: 'undone' });
  });

  it('does not show as undone what an undo has failed at', () => {
    const failed = run('FAILED', [
      visit('Do', 'succeeded', [undefined]),
      visit('Undo', 'failed', ['Down']),
      visit('Parked', 'failed'),
    ]);
    expect(hows(failed)).toMatchObject({ Do: 'done', Undo: 'failed', Parked: 'parked', '(end)': 'idle' });
  });

  it('knows the ways that were taken, and which of them were no good', () => {
    const one = run('SUCCEEDED', [
      visit('Do', 'succeeded'),
      visit('Next', 'failed', ['Out']),
      visit('Undo', 'succeeded'),
    ]);
    expect([...overlayOf(graph, one, [one], undoes).taken]).toEqual([
      [edgeKey('(start)', 'Do'), 'good'],
      [edgeKey('Do', 'Next'), 'good'],
      [edgeKey('Next', 'Undo'), 'bad'],
      [edgeKey('Undo', '(end)'), 'good'],
    ]);
  });

  it('is idle everywhere before it begins', () => {
    expect(new Set(Object.values(hows(run('RUNNING', []))))).toEqual(new Set(['idle']));
  });
});

describe('a curve', () => {
  it.each([
    [[], ''],
    [
      [
        { x: 0, y: 0 },
        { x: 0, y: 10 },
      ],
      'M0 0V10',
    ],
    [
      [
        { x: 0, y: 0 },
        { x: 10, y: 10 },
        { x: 10, y: 20 },
      ],
      'M0 0C0 5 10 5 10 10V20',
    ],
  ])('through %j', (points, path) => {
    expect(curve(points)).toBe(path);
  });
});
