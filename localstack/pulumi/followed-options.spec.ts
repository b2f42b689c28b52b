import { beforeEach, describe, expect, it } from 'vitest';
import { FakeCloud, goalOf, urnOf } from './fake-cloud.ts';
import { remove } from './removal.ts';
import type { Goal, Resource } from './resource.ts';

const A = (inputs: Resource['inputs'], more: Partial<Goal> = {}) =>
  goalOf('a', { name: 'a', ...inputs }, more);

/** The same under a generated name. */
const UNNAMED = (inputs: Resource['inputs'], more: Partial<Goal> = {}) => goalOf('a', inputs, more);

/** How a resource is declared, how it is declared next, and what that does. */
const CASES: [option: string, first: Goal, second: Goal, calls: string[]][] = [
  ['ignoreChanges', A({ size: 1 }), A({ size: 2 }, { ignoreChanges: ['size'] }), []],
  ['ignoreChanges of all', A({ size: 1 }), A({ size: 2 }, { ignoreChanges: ['*'] }), []],
  [
    'ignoreChanges of a part',
    A({ shape: { edges: { 'a.b': 1, c: 1 } } }),
    A({ shape: { edges: { 'a.b': 2, c: 1 } } }, { ignoreChanges: ['shape.edges["a.b"]'] }),
    [],
  ],
  [
    'ignoreChanges of a part of each',
    A({ shape: [{ edges: 1 }, { edges: 2 }] }),
    A({ shape: [{ edges: 3 }, { edges: 4 }] }, { ignoreChanges: ['shape[*].edges'] }),
    [],
  ],
  [
    'ignoreChanges of another part',
    A({ shape: { edges: { a: 1, b: 1 } } }),
    A({ shape: { edges: { a: 1, b: 2 } } }, { ignoreChanges: ['shape.edges.a'] }),
    ['update a'],
  ],
  [
    'replaceOnChanges',
    UNNAMED({ size: 1 }),
    UNNAMED({ size: 2 }, { replaceOnChanges: ['size'] }),
    ['create a-0d3d7c3'],
  ],
  [
    'replaceOnChanges of all',
    UNNAMED({ size: 1 }),
    UNNAMED({ size: 2 }, { replaceOnChanges: ['*'] }),
    ['create a-0d3d7c3'],
  ],
  [
    'replaceOnChanges of a part',
    UNNAMED({ shape: { edges: { a: 1, b: 1 } } }),
    UNNAMED({ shape: { edges: { a: 2, b: 1 } } }, { replaceOnChanges: ['shape.edges.a'] }),
    ['create a-0d3d7c3'],
  ],
  [
    'replaceOnChanges of another part',
    A({ shape: { edges: { a: 1, b: 1 } } }),
    A({ shape: { edges: { a: 1, b: 2 } } }, { replaceOnChanges: ['shape.edges.a'] }),
    ['update a'],
  ],
  [
    'replaceOnChanges of what has no effect otherwise',
    UNNAMED({ tags: { a: '1' } }),
    UNNAMED({ tags: { a: '2' } }, { replaceOnChanges: ['tags'] }),
    ['create a-0d3d7c3'],
  ],
  [
    'deleteBeforeReplace',
    goalOf('a', { of: 'x' }),
    goalOf('a', { of: 'y' }, { deleteBeforeReplace: true }),
    ['delete a-0d3d7c3', 'create a-0d3d7c3'],
  ],
  [
    'aliases',
    goalOf('old', { name: 'a', size: 1 }),
    A({ size: 1 }, { aliases: [urnOf('gone'), urnOf('old')] }),
    [],
  ],
];

describe('a resource option', () => {
  let cloud: FakeCloud;
  beforeEach(() => {
    cloud = new FakeCloud();
  });

  const removed = async () => {
    const { executor, kindOf, state } = cloud.run();
    const errors: unknown[] = [];
    const after = (_: Resource, error?: unknown) => error && errors.push(error);
    await remove(state.all(), { executor, kindOf, before: () => {}, after });
    return errors;
  };

  it.each(CASES)('%s', async (_option, first, second, calls) => {
    await cloud.run().deployment.resource(first);
    cloud.restart();
    await cloud.run().deployment.resource(second);
    const named = cloud.calls.map((call) => call.replace(/a-[0-9a-f]{7}/, 'a-0d3d7c3'));
    expect(named).toEqual(calls);
  });

  it.each(['a..b', 'list[x]'])(
    'ignoreChanges or replaceOnChanges that is no path stops: %s',
    async (path) => {
      await cloud.run().deployment.resource(A({ size: 1 }));
      for (const option of [{ ignoreChanges: [path] }, { replaceOnChanges: [path] }]) {
        const again = cloud.run().deployment.resource(A({ size: 1 }, option));
        await expect(again).rejects.toThrow(`"${path}" is not a property path`);
      }
    },
  );

  it('ignoreChanges does not hold for what is replaced', async () => {
    await cloud.run().deployment.resource(A({ of: 'x' }));
    const next = goalOf('a', { name: 'b', of: 'y' }, { ignoreChanges: ['name'] });
    await cloud.run().deployment.resource(next);
    expect(cloud.calls).toEqual(['create a', 'delete a', 'create b']);
  });

  it('replaceOnChanges under a fixed name fails as on AWS, since the new one is created first', async () => {
    await cloud.run().deployment.resource(A({ size: 1 }));
    const again = A({ size: 2 }, { replaceOnChanges: ['size'] });
    await expect(cloud.run().deployment.resource(again)).rejects.toThrow('ThingAlreadyExists: a');
    await cloud.run().deployment.resource({ ...again, deleteBeforeReplace: true });
    expect(cloud.calls).toEqual(['create a', 'delete a', 'create a']);
  });

  it.each(['create', 'update', 'delete'] as const)('customTimeouts.%s', async (verb) => {
    const option = { customTimeouts: { [verb]: 0.01 } };
    if (verb !== 'create') await cloud.run().deployment.resource(A({ size: 1 }, option));
    cloud.slow = 100;
    const late = `could not ${verb} it within the 0.01 s`;
    if (verb === 'delete') expect(String(await removed())).toContain(late);
    else await expect(cloud.run().deployment.resource(A({ size: 2 }, option))).rejects.toThrow(late);
  });

  it.each([
    ['retainOnDelete', A({}, { retainOnDelete: true })],
    [
      'skipDestroy, which is what types of AWS call it',
      A({ skipDestroy: true }, { type: 'aws:thing:Thing' }),
    ],
  ])('%s', async (_option, goal) => {
    await cloud.run().deployment.resource(goal);
    await removed();
    expect(cloud.calls).toEqual(['create a']);
    expect(cloud.state.all()).toEqual([]);
  });

  it('deletedWith', async () => {
    await cloud.run().deployment.resource(A({}));
    await cloud.run().deployment.resource(goalOf('b', { name: 'b' }, { deletedWith: urnOf('a') }));
    await removed();
    expect(cloud.calls).toEqual(['create a', 'create b', 'delete a']);
  });

  it('hideDiffs', async () => {
    await cloud.run().deployment.resource(A({ size: 1 }));
    const { deployment, events } = cloud.run({ preview: true });
    const shown: unknown[] = [];
    events.after = (step) => void shown.push(step.changed);
    await deployment.resource(A({ size: 2, of: undefined }, { hideDiffs: ['size'] }));
    expect(shown).toEqual([[]]);
  });
});
