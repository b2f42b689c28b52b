import { describe, expect, it } from 'vitest';
import { resource } from '../../../ops/plan/rules/made-resource.ts';
import { type Grant, grantsOf } from './grants.ts';
import { filesOf, type Use, usesOf } from './uses.ts';

const policy = (...Statement: object[]) => JSON.stringify({ Version: '2012-10-17', Statement });
const role = resource(
  'aws:iam/role:Role',
  {
    inlinePolicies: [
      { policy: policy({ Effect: 'Allow', Action: ['s:Get', 's:Put'], Resource: 'arn:one' }) },
      { policy: policy({ Effect: 'Deny', Action: 's:Delete', Resource: '*' }) },
    ],
  },
  { name: 'PlaceRole', arn: 'arn:role' },
);
const attached = resource('aws:iam/rolePolicy:RolePolicy', {
  role: 'PlaceRole',
  policy: policy({ Effect: 'Allow', Action: 's:List', Resource: ['arn:one', 'arn:two'] }),
});
const fn = resource('aws:lambda/function:Function', { role: 'arn:role' }, { name: 'shop-x-orders-place' });

describe('the grants of a deployment', () => {
  it('are those that allow, of policies inside of roles and beside them, one action and one resource each', () => {
    const found = grantsOf([role, attached, fn], 'shop-x-').map(
      ({ of, action, resource }) => `${of} ${action} ${resource}`,
    );
    expect(found).toEqual([
      'orders-place s:Get arn:one',
      'orders-place s:Put arn:one',
      'orders-place s:List arn:one',
      'orders-place s:List arn:two',
    ]);
  });

  it('name instances of a service as one', () => {
    const [a, b] = ['a', 'b'].map((name) => [
      resource('aws:iam/role:Role', role.inputs, { name, arn: name }),
      resource('aws:lambda/function:Function', { role: name }, { name: `x-rpc-${name}` }),
    ]);
    expect(new Set(grantsOf([...a!, ...b!], '').map(({ of }) => of))).toEqual(new Set(['x-rpc-?']));
  });

  it('cannot be told of a role that nothing has', () => {
    expect(() => grantsOf([role], '')).toThrow('nothing has the role PlaceRole');
  });
});

describe('the uses of a grant', () => {
  const grant = (fields: Partial<Grant> = {}): Grant => ({
    role: 'r',
    of: 'f',
    action: 's:Get',
    resource: 'arn:t',
    ...fields,
  });
  const use = (fields: Partial<Use> = {}): Use => ({
    at: 5,
    role: 'r',
    action: 's:Get',
    resource: 'arn:t',
    ...fields,
  });
  const isUsed = (one: Grant, other: Use) => usesOf([one], [other]).get(one)!.length > 0;

  it.each<[what: string, one: Grant, other: Use, used: boolean]>([
    ['the same', grant(), use(), true],
    ['another role', grant(), use({ role: 'q' }), false],
    ['another action', grant(), use({ action: 's:Put' }), false],
    ['another resource', grant(), use({ resource: 'arn:u' }), false],
    ['a longer resource', grant(), use({ resource: 'arn:t/index/x' }), false],
    ['any resource', grant({ resource: '*' }), use(), true],
    ['what an asterisk stands for', grant({ resource: 'arn:t:*' }), use({ resource: 'arn:t:a:b' }), true],
    ['a point, which stands for itself', grant({ resource: 'arn.t' }), use({ resource: 'arn:t' }), false],
    ['any instance', grant({ resource: 'arn:x-rpc-?' }), use({ resource: 'arn:x-rpc-a' }), true],
    ["another service's", grant({ resource: 'arn:x-rpc-?' }), use({ resource: 'arn:y-rpc-a' }), false],
  ])('%s', (_what, one, other, used) => {
    expect(isUsed(one, other)).toBe(used);
  });

  it('of an instance are those of all instances of its service', () => {
    const [a, b] = [grant({ role: 'a', of: 'x-rpc-?' }), grant({ role: 'b', of: 'x-rpc-?' })];
    expect(usesOf([a, b], [use({ role: 'a' })]).get(b)).toHaveLength(1);
  });

  it('belong to the file of tests that had begun last', () => {
    const files = [
      { at: 10, file: 'tests/e2e/a.test.ts' },
      { at: 20, file: 'tests/e2e/alone/b.test.ts' },
    ];
    const at = [25, 10, 12, 9].map((time) => use({ at: time }));
    expect(filesOf(at, files)).toEqual(['alone/b', 'a']);
  });
});
