import { beforeEach, describe, expect, it } from 'vitest';
import { FakeCloud, goalOf, urnOf } from './fake-cloud.ts';
import { remove, settle } from './removal.ts';

const ignore = () => {};

describe('removal', () => {
  let cloud: FakeCloud;
  beforeEach(() => {
    cloud = new FakeCloud();
  });

  const deployed = async (...goals: ReturnType<typeof goalOf>[]) => {
    const { deployment } = cloud.run();
    for (const goal of goals) await deployment.resource(goal);
    cloud.calls.length = 0;
  };
  const named = (name: string, needs: string[] = [], more = {}) =>
    goalOf(name, { name }, { dependencies: needs.map(urnOf), ...more });

  it('deletes dependents before what they depend on', async () => {
    await deployed(named('a'), named('b', ['a']), named('c', ['b']));
    await remove(cloud.state.all(), { ...cloud.run(), before: ignore, after: ignore });
    expect(cloud.calls).toEqual(['delete c', 'delete b', 'delete a']);
    expect(cloud.state.all()).toEqual([]);
  });

  it('keeps the dependencies of a resource that could not be deleted, and says why', async () => {
    await deployed(named('a'), named('b', ['a']), named('c'));
    cloud.interrupt = (call) => {
      if (call === 'delete b') throw new Error('ThingInUse: b');
    };
    const failed: unknown[] = [];
    const after = (_resource: unknown, error?: unknown) =>
      error !== undefined && failed.push((error as Error).message);
    await remove(cloud.state.all(), { ...cloud.run(), before: ignore, after });
    expect(failed).toEqual(['ThingInUse: b']);
    expect(cloud.state.all().map(({ urn }) => urn)).toEqual([urnOf('a'), urnOf('b')]);
  });

  it('keeps what is protected and what that needs, names each, and deletes everything else', async () => {
    await deployed(
      named('a'),
      named('b', ['a'], { protect: true }),
      named('c', ['b']),
      named('d', [], { protect: true, retainOnDelete: true }),
      named('e'),
    );
    const failed: string[] = [];
    const after = ({ urn }: { urn: string }, error?: unknown) =>
      error !== undefined && failed.push(`${urn} ${(error as Error).message}`);
    await remove(cloud.state.all(), { ...cloud.run(), before: ignore, after });
    expect(cloud.calls.toSorted()).toEqual(['delete c', 'delete e']);
    expect(cloud.state.all().map(({ urn }) => urn)).toEqual(['a', 'b', 'd'].map(urnOf));
    expect(failed.toSorted()).toEqual(
      ['b', 'd'].map((name) => `${urnOf(name)} is protected and cannot be deleted`),
    );
  });

  it.each([
    ['is gone already', {}, (it: FakeCloud) => void it.things.delete('a')],
    ['is to be retained', { retainOnDelete: true }, ignore],
  ])('only forgets what %s', async (_what, more, prepare) => {
    await deployed(named('a', [], more));
    prepare(cloud);
    await remove(cloud.state.all(), { ...cloud.run(), before: ignore, after: ignore });
    expect(cloud.calls).toEqual([]);
    expect(cloud.state.all()).toEqual([]);
  });

  it('makes no call for a resource that is deleted with another (deletedWith)', async () => {
    await deployed(named('a'), named('b', [], { deletedWith: urnOf('a') }));
    await remove(cloud.state.all(), { ...cloud.run(), before: ignore, after: ignore });
    expect(cloud.calls).toEqual(['delete a']);
  });
});

describe('settle, after a kill between the cloud and the state', () => {
  let cloud: FakeCloud;
  beforeEach(() => {
    cloud = new FakeCloud();
  });

  const declare = (inputs: object) => cloud.run().deployment.resource(goalOf('a', { ...inputs }));
  const killed = async (inputs: object, during: string) => {
    cloud.calls.length = 0;
    cloud.interrupt = (call) => {
      if (call.startsWith(during)) throw new Error('killed');
    };
    await expect(declare(inputs)).rejects.toThrow('killed');
    cloud.restart();
  };

  it('a create is done anew, and nothing is left of the first', async () => {
    await killed({ size: 1 }, 'create');
    expect(cloud.things.size).toBe(1);
    await settle(cloud.run());
    expect(cloud.things.size).toBe(0);
    await declare({ size: 2 });
    expect([...cloud.things.values()]).toMatchObject([{ size: 2 }]);
    expect(cloud.state.pending()).toEqual([]);
  });

  it('a replacement leaves the one that is in place alone', async () => {
    const before = await declare({ of: 'x' });
    await killed({ of: 'y' }, 'create');
    expect(cloud.things.size).toBe(2);
    await settle(cloud.run());
    expect([...cloud.things.keys()]).toEqual([before?.id]);
    await declare({ of: 'y' });
    expect(cloud.things.size).toBe(2);
  });

  it('an update is done again, also when the program went back to what was saved', async () => {
    await declare({ name: 'a', size: 1 });
    await killed({ name: 'a', size: 2 }, 'update');
    expect(cloud.things.get('a')?.size).toBe(2);
    await settle(cloud.run());
    await declare({ name: 'a', size: 1 });
    expect(cloud.things.get('a')?.size).toBe(1);
  });

  it('a delete is done again, and finds nothing', async () => {
    await declare({ name: 'a' });
    cloud.interrupt = () => {
      throw new Error('killed');
    };
    await remove(cloud.state.all(), { ...cloud.run(), before: ignore, after: ignore });
    expect(cloud.state.all()).toHaveLength(1);
    cloud.restart();
    await settle(cloud.run());
    await remove(cloud.state.all(), { ...cloud.run(), before: ignore, after: ignore });
    expect(cloud.state.all()).toEqual([]);
  });
});
