import { describe, expect, it } from 'vitest';
import type { Resource } from '../pulumi/resource.ts';
import { differences } from './compare.ts';

const URN = 'urn:pulumi:s::app::aws:sqs/queue:Queue::';
const stack = (id: string): Resource[] => [
  {
    urn: `${URN}Letters`,
    type: 'aws:sqs/queue:Queue',
    custom: true,
    id: `https://sqs/${id}`,
    inputs: { name: 'letters' },
    outputs: { arn: `arn:aws:sqs:${id}` },
  },
  {
    urn: `${URN}Mail`,
    type: 'aws:sqs/queue:Queue',
    custom: true,
    id: `https://sqs/mail-${id}`,
    parent: `${URN}Letters`,
    inputs: { redrive: `{"to":"arn:aws:sqs:${id}"}`, tags: { of: 'shop' } },
    outputs: {},
    dependencies: [`${URN}Letters`, `${URN}Other`],
    propertyDependencies: { redrive: [`${URN}Letters`], tags: [] },
  },
];

/** The second resource with another value somewhere. */
const changed = (change: Partial<Resource>): Resource[] => {
  const [letters, mail] = stack('abcdef-2');
  return [letters!, { ...mail!, ...change }];
};

describe('differences between two graphs', () => {
  it('are none where only generated ids and the order of lists differ', () => {
    const dependencies = [`${URN}Other`, `${URN}Letters`];
    expect(differences(stack('abcdef-1'), changed({ dependencies }))).toEqual([]);
  });

  it('are none between a secret and its text, nor for default providers', () => {
    const secret = {
      '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270',
      plaintext: '"shop"',
    };
    const [letters, mail] = stack('abcdef-1');
    const provider = {
      ...letters!,
      urn: 'urn:pulumi:s::app::pulumi:providers:aws::default_7',
      type: 'pulumi:providers:aws',
    };
    const real = [provider, letters!, { ...mail!, inputs: { ...mail!.inputs, tags: { of: secret } } }];
    expect(differences(real, stack('abcdef-2'))).toEqual([]);
  });

  it.each<[what: string, change: Partial<Resource>]>([
    ['type', { type: 'aws:sns/topic:Topic' }],
    ['parent', { parent: undefined }],
    ['custom', { custom: false, inputs: {} }],
    ['external', { external: true }],
    ['inputs.tags.of', { inputs: { ...stack('abcdef-2')[1]!.inputs, tags: { of: 'other' } } }],
    ['inputs.redrive', { inputs: { ...stack('abcdef-2')[1]!.inputs, redrive: '{"to":"arn:other"}' } }],
    ['dependencies', { dependencies: [] }],
    ['propertyDependencies.redrive', { propertyDependencies: {} }],
    ['provider', { provider: 'urn:pulumi:s::app::pulumi:providers:aws::Mine::1' }],
    ['protect', { protect: true }],
    ['retainOnDelete', { retainOnDelete: true }],
    ['deletedWith', { deletedWith: `${URN}Letters` }],
    ['customTimeouts.create', { customTimeouts: { create: 60 } }],
  ])('are found in %s', (what, change) => {
    const found = differences(stack('abcdef-1'), changed(change)).map(({ at }) => at);
    expect(found).toContain(what);
  });

  it('are found where a resource is missing, on either side', () => {
    const [all, one] = [stack('abcdef-1'), stack('abcdef-1').slice(0, 1)];
    const missing = { urn: `${URN}Mail`, at: 'there' };
    expect(differences(all, one)).toEqual([{ ...missing, real: true, standIn: false }]);
    expect(differences(one, all)).toEqual([{ ...missing, real: false, standIn: true }]);
  });
});
