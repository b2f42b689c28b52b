import { beforeEach, describe, expect, it } from 'vitest';
import { FakeCloud, goalOf, urnOf } from './fake-cloud.ts';
import { UNKNOWN } from './values.ts';

describe('Deployment', () => {
  let cloud: FakeCloud;
  beforeEach(() => {
    cloud = new FakeCloud();
  });

  const declare = (...goals: ReturnType<typeof goalOf>[]) => {
    const { deployment } = cloud.run();
    return Promise.all(goals.map((goal) => deployment.resource(goal)));
  };

  it('creates, leaves alone, updates', async () => {
    const [made] = await declare(goalOf('a', { name: 'a', size: 1 }));
    expect(made?.outputs).toEqual({ name: 'a', size: 1, arn: 'arn:a' });
    await declare(goalOf('a', { name: 'a', size: 1 }));
    await declare(goalOf('a', { name: 'a', size: 1, tags: 'x' }));
    const [updated] = await declare(goalOf('a', { name: 'a', size: 2 }));
    expect(updated?.outputs).toMatchObject({ size: 2, arn: 'arn:a' });
    expect(cloud.calls).toEqual(['create a', 'update a']);
  });

  it('generates a name that the program does not give, and keeps it', async () => {
    const [made] = await declare(goalOf('a', { size: 1 }));
    expect(made?.id).toMatch(/^a-[0-9a-f]{7}$/);
    await declare(goalOf('a', { size: 2 }));
    expect(cloud.calls).toEqual([`create ${made?.id}`, `update ${made?.id}`]);
  });

  it('refuses a name that is longer than AWS allows, before anything is made', async () => {
    await expect(declare(goalOf('a', { name: 'a'.repeat(41) }))).rejects.toThrow(
      `fake:thing:Thing takes 40 characters for name, and ${'a'.repeat(41)} has 41`,
    );
    await declare(goalOf('a', { name: 'a'.repeat(40) }));
    expect(cloud.calls).toEqual([`create ${'a'.repeat(40)}`]);
  });

  it('creates a replacement before it deletes, under another name', async () => {
    const [made] = await declare(goalOf('a', { of: 'x' }));
    const [replaced] = await declare(goalOf('a', { of: 'y' }));
    expect(cloud.calls).toEqual([`create ${made?.id}`, `create ${replaced?.id}`]);
    expect(cloud.state.all().map(({ id, delete: gone }) => [id, gone ?? false])).toEqual([
      [made?.id, true],
      [replaced?.id, false],
    ]);
  });

  it('deletes before it creates if the name is fixed, and dependents that cannot stay before that', async () => {
    const parts = () => [
      goalOf('whole', { name: 'whole', of: 'x' }),
      goalOf(
        'part',
        { name: 'part', of: 'whole' },
        { dependencies: [urnOf('whole')], propertyDependencies: { of: [urnOf('whole')] } },
      ),
      goalOf('user', { name: 'user', size: 1 }, { propertyDependencies: { size: [urnOf('whole')] } }),
    ];
    for (const goal of parts()) await declare(goal);
    cloud.calls.length = 0;
    const { deployment } = cloud.run();
    for (const goal of parts()) {
      await deployment.resource(
        goal.name === 'whole' ? { ...goal, inputs: { name: 'whole', of: 'y' } } : goal,
      );
    }
    expect(cloud.calls).toEqual(['delete part', 'delete whole', 'create whole', 'create part']);
  });

  it('takes over the name that a resource had before', async () => {
    await declare(goalOf('old', { name: 'a', size: 1 }));
    await declare(goalOf('new', { name: 'a', size: 2 }, { aliases: [urnOf('old')] }));
    expect(cloud.calls).toEqual(['create a', 'update a']);
    expect(cloud.state.all().map(({ urn }) => urn)).toEqual([urnOf('new')]);
  });

  it.each([
    [
      'a property that the kind does not know',
      goalOf('a', { name: 'a', weight: 'heavy' }),
      'not its property weight',
    ],
    [
      'a part of a property that the kind does not know',
      goalOf('a', { name: 'a', shape: [{ edges: 3 }, { corners: 3, faces: 1 }] }),
      'not its property shape.corners, shape.faces',
    ],
    ['a value that the kind cannot follow', goalOf('a', { name: 'a', colour: 'blue' }), 'and not "blue"'],
    ['a value that nobody knows', goalOf('a', { name: 'a', of: UNKNOWN }), 'new and not among the targets'],
    ['what the cloud says', goalOf('a', { name: 'taken' }), 'ThingAlreadyExists: taken'],
  ])('stops at %s', async (_what, goal, message) => {
    cloud.things.set('taken', { name: 'taken' });
    await expect(declare(goal)).rejects.toMatchObject({
      urn: urnOf('a'),
      message: expect.stringContaining(message),
    });
  });

  it('does not replace what is protected, unless the program takes the protection away', async () => {
    const inputs = { name: 'a', of: 'y' };
    await declare(goalOf('a', { name: 'a', of: 'x' }, { protect: true }));
    await expect(declare(goalOf('a', inputs, { protect: true }))).rejects.toThrow('protected');
    expect(cloud.calls).toEqual(['create a']);
    await declare(goalOf('a', inputs));
    expect(cloud.calls).toEqual(['create a', 'delete a', 'create a']);
  });

  it('does not delete a protected dependent for the sake of a replacement', async () => {
    const dependent = { propertyDependencies: { of: [urnOf('whole')] }, protect: true };
    await declare(goalOf('whole', { name: 'whole', of: 'x' }));
    await declare(goalOf('part', { name: 'part', of: 'whole' }, dependent));
    await expect(declare(goalOf('whole', { name: 'whole', of: 'y' }))).rejects.toThrow(
      `is protected and would have to be replaced together with ${urnOf('whole')}`,
    );
    expect(cloud.calls).toEqual(['create whole', 'create part']);
  });

  /** What an engine says of a replacement: the same in a preview. */
  it.each([false, true])('tells the steps of a replacement: in a preview %s', async (preview) => {
    const whole = (of: string) => goalOf('whole', { name: 'whole', of });
    const part = goalOf('part', { of: 'whole' }, { propertyDependencies: { of: [urnOf('whole')] } });
    const other = (of: string) => goalOf('other', { of });
    await declare(whole('x'));
    await declare(part);
    await declare(other('x'));
    const { deployment, events } = cloud.run({ preview });
    const told: string[] = [];
    events.after = ({ op, urn, changed = [], replacing = [] }) =>
      void told.push([op, urn.split('::').at(-1), ...changed, ...replacing].join(' '));
    cloud.calls.length = 0;
    for (const goal of [whole('y'), part, other('y')]) await deployment.resource(goal);
    expect(told).toEqual([
      'delete-replaced part',
      'delete-replaced whole',
      'replace whole of of',
      'create-replacement whole of of',
      'replace part',
      'create-replacement part of',
      'create-replacement other of of',
      'replace other of of',
    ]);
    if (preview) expect(cloud.calls).toEqual([]);
    expect(deployment.replaced.map(({ urn }) => urn)).toEqual(preview ? [urnOf('other')] : []);
  });

  it('leaves the outputs of what does not change as they are', async () => {
    await declare(goalOf('a', { name: 'a' }));
    const kept = { ...cloud.state.get(urnOf('a'))!, outputs: { arn: 'arn:a', version: '1' } };
    cloud.state.apply({ kind: 'done', resource: kept, finished: true });
    const [same] = await declare(goalOf('a', { name: 'a' }));
    expect(same?.outputs).toEqual({ arn: 'arn:a', version: '1' });
  });

  it('forgets as an output what the program no longer sets', async () => {
    await declare(goalOf('a', { name: 'a', size: 1 }));
    const [updated] = await declare(goalOf('a', { name: 'a' }));
    expect(updated?.outputs).toEqual({ name: 'a', arn: 'arn:a' });
  });

  it('changes nothing in a preview, and marks outputs that are not known yet', async () => {
    await declare(goalOf('a', { name: 'a', size: 1 }));
    const { deployment, events } = cloud.run({ preview: true });
    const updated = await deployment.resource(goalOf('a', { name: 'a', size: 2 }));
    const created = await deployment.resource(goalOf('b', { name: 'b', of: UNKNOWN }));
    expect(updated).toMatchObject({ id: 'a', outputs: { arn: 'arn:a', size: 2 } });
    expect(created).toMatchObject({ id: undefined, outputs: { name: 'b' } });
    expect(events.counts).toEqual({ update: 1, create: 1 });
    expect(cloud.calls).toEqual(['create a']);
    expect(cloud.state.get(urnOf('a'))?.inputs).toEqual({ name: 'a', size: 1 });
  });

  it('keeps resources that are not among the targets, and does not create new ones', async () => {
    await declare(goalOf('a', { name: 'a', size: 1 }), goalOf('b', { name: 'b', size: 1 }));
    const { deployment } = cloud.run({ targets: [urnOf('b')] });
    expect(await deployment.resource(goalOf('a', { name: 'a', size: 2 }))).toMatchObject({
      inputs: { size: 1 },
    });
    expect(await deployment.resource(goalOf('b', { name: 'b', size: 2 }))).toMatchObject({
      inputs: { size: 2 },
    });
    expect(await deployment.resource(goalOf('c', { name: 'c' }))).toBeUndefined();
    expect(cloud.calls).toEqual(['create a', 'create b', 'update b']);
  });
});
