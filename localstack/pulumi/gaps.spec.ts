import { describe, expect, it } from 'vitest';
import { FakeCloud, goalOf } from './fake-cloud.ts';
import { type Gap, summarized } from './gaps.ts';

/** A preview that records gaps, of the cloud of things. */
function recording() {
  const gaps: Gap[] = [];
  const { deployment } = new FakeCloud().run({ preview: true, onGap: (gap) => gaps.push(gap) });
  return { deployment, gaps };
}

describe('A preview that records gaps', () => {
  it('names every property and value that is not supported, and goes on', async () => {
    const { deployment, gaps } = recording();

    await deployment.resource(
      goalOf('one', { size: 1, weight: 2, shape: { edges: 3, angle: 4 }, colour: 'blue' }),
    );
    await deployment.resource(goalOf('two', { depth: 1 }));

    expect(summarized(gaps)).toEqual([
      { problem: 'fake:thing:Thing is known here, but not its property depth', resources: ['two'] },
      {
        problem: 'fake:thing:Thing is known here, but not its property weight, shape.angle',
        resources: ['one'],
      },
      {
        problem: 'fake:thing:Thing takes "red" for colour on a local stage, and not "blue"',
        resources: ['one'],
      },
    ]);
  });

  it('names every type that is not known, with the resources that have it', async () => {
    const { deployment, gaps } = recording();

    for (const name of ['one', 'two']) {
      const made = await deployment.resource({
        ...goalOf(name, { any: 'thing' }),
        type: 'other:thing:Thing',
      });
      expect(made?.outputs).toMatchObject({ any: 'thing' });
    }

    expect(summarized(gaps)).toEqual([
      {
        problem: 'resources of type other:thing:Thing cannot be deployed on a local stage',
        resources: ['one', 'two'],
      },
    ]);
  });

  it('stops at the first without a recorder', async () => {
    const { deployment } = new FakeCloud().run({ preview: true });

    await expect(deployment.resource(goalOf('one', { weight: 2 }))).rejects.toThrow(
      'not its property weight',
    );
  });
});
