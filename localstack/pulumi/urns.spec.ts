import { beforeEach, describe, expect, it } from 'vitest';
import { type Alias, Urns } from './urns.ts';

const STACK = 'urn:pulumi:local::shop::pulumi:pulumi:Stack::shop-local';
const urn = (rest: string): string => `urn:pulumi:local::shop::${rest}`;

const alias = (spec: {
  name?: string;
  type?: string;
  parent?: string;
  noParent?: boolean;
  project?: string;
}): Alias => ({
  getUrn: () => '',
  getSpec: () => ({
    getName: () => spec.name ?? '',
    getType: () => spec.type ?? '',
    getStack: () => '',
    getProject: () => spec.project ?? '',
    getParenturn: () => spec.parent ?? '',
    getNoparent: () => spec.noParent ?? false,
  }),
});

describe('Urns', () => {
  let urns: Urns;
  beforeEach(() => {
    urns = new Urns({ stack: 'local', project: 'shop' });
  });
  const component = { type: 'my:index:Service', name: 'Users', parent: STACK };
  const child = { type: 'aws:sqs/queue:Queue', name: 'UsersQueue', parent: urn('my:index:Service::Users') };

  it('names a resource by the types of its parents', () => {
    expect(urns.of(component)).toBe(urn('my:index:Service::Users'));
    expect(urns.of(child)).toBe(urn('my:index:Service$aws:sqs/queue:Queue::UsersQueue'));
  });

  it.each([
    ['another name', alias({ name: 'Mail' }), 'my:index:Service$aws:sqs/queue:Queue::Mail'],
    ['another type', alias({ type: 'a:b:C' }), 'my:index:Service$a:b:C::UsersQueue'],
    ['no parent', alias({ noParent: true }), 'aws:sqs/queue:Queue::UsersQueue'],
    ['another parent', alias({ parent: urn('a:b:P::X') }), 'a:b:P$aws:sqs/queue:Queue::UsersQueue'],
  ])('knows a resource that had %s', (_what, given, former) => {
    expect(urns.formerOf(child, [given])).toEqual([urn(former)]);
  });

  it('knows one by its whole URN, and one of another project', () => {
    const whole: Alias = { getUrn: () => urn('a:b:C::Old'), getSpec: () => undefined };
    expect(urns.formerOf(component, [whole, alias({ project: 'store' })])).toEqual([
      urn('a:b:C::Old'),
      'urn:pulumi:local::store::my:index:Service::Users',
    ]);
  });

  it('knows the children of a component that had another name', () => {
    urns.formerOf(component, [alias({ name: 'People' })]);
    expect(urns.formerOf(child, [])).toEqual([urn('my:index:Service$aws:sqs/queue:Queue::PeopleQueue')]);
    expect(urns.formerOf({ ...child, name: 'Mail' }, [alias({ name: 'Post' })])).toEqual([
      urn('my:index:Service$aws:sqs/queue:Queue::Post'),
      urn('my:index:Service$aws:sqs/queue:Queue::Mail'),
    ]);
  });
});
