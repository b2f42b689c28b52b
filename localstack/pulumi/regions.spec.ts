import { beforeEach, describe, expect, it } from 'vitest';
import { FakeCloud, goalOf } from './fake-cloud.ts';
import { remove } from './removal.ts';
import type { Goal } from './resource.ts';

const PROVIDER = 'urn:pulumi:local::shop::pulumi:providers:aws::West';

const west = (inputs: Goal['inputs']): Goal => ({
  ...goalOf('West', inputs),
  urn: PROVIDER,
  type: 'pulumi:providers:aws',
});
const thing = (more: Partial<Goal> = {}, inputs: Goal['inputs'] = {}): Goal =>
  goalOf('a', { name: 'a', ...inputs }, { type: 'aws:thing:Thing', ...more });

describe('a resource of AWS', () => {
  let cloud: FakeCloud;
  beforeEach(() => {
    cloud = new FakeCloud();
  });

  const declare = async (...goals: Goal[]) => {
    const run = cloud.run({ provider: { region: 'us-east-1', tags: { stage: 'local' } } });
    for (const goal of goals) await run.deployment.resource(goal);
    return run;
  };

  it.each([
    ['without a provider', [], {}, {}, 'us-east-1'],
    ['of a provider', [west({ region: 'eu-west-1' })], { provider: `${PROVIDER}::id` }, {}, 'eu-west-1'],
    ['of a provider without a region', [west({})], { provider: `${PROVIDER}::id` }, {}, 'us-east-1'],
    ['with a region of its own', [], {}, { region: 'eu-west-2' }, 'eu-west-2'],
    [
      'with both',
      [west({ region: 'eu-west-1' })],
      { provider: `${PROVIDER}::id` },
      { region: 'eu-west-2' },
      'eu-west-2',
    ],
  ])('%s is made in its region, and remembered there', async (_what, before, more, inputs, region) => {
    await declare(...before, thing(more, inputs));
    expect(cloud.regions).toEqual([region]);
    expect(cloud.state.all().at(-1)?.outputs.region).toBe(region);
    await declare(...before, thing(more, inputs));
    expect(cloud.calls).toEqual(['create a']);
  });

  it('is deleted in its region, although its provider was changed', async () => {
    await declare(west({ region: 'eu-west-1' }), thing({ provider: `${PROVIDER}::id` }));
    cloud.restart();
    const { executor, kindOf } = await declare(west({ region: 'eu-west-2' }));
    const doomed = cloud.state.all().filter(({ type }) => type === 'aws:thing:Thing');
    await remove(doomed, { executor, kindOf, before: () => {}, after: () => {} });
    expect(cloud.regions).toEqual(['eu-west-1']);
  });

  it('is replaced when its region changes: deleted in the old one, created in the new one', async () => {
    await declare(thing());
    await declare(west({ region: 'eu-west-1' }), thing({ provider: `${PROVIDER}::id` }));
    expect(cloud.calls).toEqual(['create a', 'delete a', 'create a']);
    expect(cloud.regions).toEqual(['us-east-1', 'us-east-1', 'eu-west-1']);
  });

  it('has the tags of its provider, and its own over them', async () => {
    await declare(thing({}, { tags: { mine: 'x' } }));
    expect(cloud.things.get('a')).toMatchObject({ tags: { stage: 'local', mine: 'x' } });
    await declare(
      west({ region: 'us-east-1', defaultTags: '{"tags":{"of":"west"}}' }),
      goalOf('b', { name: 'b' }, { type: 'aws:thing:Thing', provider: `${PROVIDER}::id` }),
    );
    expect(cloud.things.get('b')).toMatchObject({ tags: { of: 'west' } });
  });

  it('stops the deployment when its region does not exist', async () => {
    await expect(declare(thing({}, { region: 'mars' }))).rejects.toThrow('the region "mars"');
    expect(cloud.calls).toEqual([]);
  });
});
