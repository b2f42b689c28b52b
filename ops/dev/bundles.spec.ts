import { describe, expect, it } from 'vitest';
import { affectedBy, changesOf, inTurn } from './bundles.ts';

const functions = ['orders-place-order', 'users-rpc-a', 'users-rpc-b'].map((short) => ({
  short,
  name: `shop-local-${short}`,
  logGroup: '',
}));
const before = { 'orders/api/place-order': 'a', 'users/rpc': 'a', 'gateway/api/preflight': 'a' };
const map = (bundles: Record<string, string>) => new Map(Object.entries(bundles));

describe('changesOf', () => {
  it.each([
    ['nothing', {}, [], []],
    ['one function', { 'orders/api/place-order': 'b' }, ['shop-local-orders-place-order'], []],
    [
      'what several instances run',
      { 'users/rpc': 'b' },
      ['shop-local-users-rpc-a', 'shop-local-users-rpc-b'],
      [],
    ],
    ['one that this stage was deployed without', { 'gateway/api/preflight': 'b' }, [], []],
    ['one that is new', { 'orders/api/refund': 'a' }, [], ['orders/api/refund']],
    [
      'one that is new, and others',
      { 'orders/api/refund': 'a', 'orders/api/place-order': 'b', 'gateway/api/preflight': 'b' },
      ['shop-local-orders-place-order'],
      ['orders/api/refund'],
    ],
  ])('%s', (_what, change, replaced, fresh) => {
    const built = map({ ...before, ...change });
    const changes = changesOf({ built, running: map(before), deployed: map(before), functions });
    expect(changes.replaced.map(({ name }) => name)).toEqual(replaced);
    expect(changes.fresh).toEqual(fresh);
  });

  it('what was put in already is no change any more', () => {
    const built = map({ ...before, 'orders/api/place-order': 'b' });
    expect(changesOf({ built, running: built, deployed: map(before), functions }).replaced).toEqual([]);
  });
});

describe('affectedBy', () => {
  const [place, cancel] = ['functions/orders/api/place-order.ts', 'functions/orders/api/cancel-order.ts'];
  const order = 'functions/orders/order.ts';
  const sources = new Map([
    ['orders/api/place-order', new Set([place, order])],
    ['orders/api/cancel-order', new Set([cancel, order])],
    ['orders/rpc', new Set(['functions/orders/rpc.ts'])],
  ]);

  it.each([
    ['an entry', [place], ['orders/api/place-order']],
    ['what several are made of', [order], ['orders/api/place-order', 'orders/api/cancel-order']],
    ['both', [place, order], ['orders/api/place-order', 'orders/api/cancel-order']],
    ['a spec', ['functions/orders/order.spec.ts'], []],
    ['a spec and an entry', ['functions/orders/order.spec.ts', cancel], ['orders/api/cancel-order']],
    ['a file that is new', [place, 'functions/orders/api/refund.ts'], undefined],
  ])('%s', (_what, paths, names) => {
    expect(affectedBy(paths, sources)).toEqual(names);
  });
});

describe('inTurn', () => {
  const many = ['users/rpc', ...[1, 2, 3, 4, 5, 6].map((at) => `orders/api/${at}`)];
  const all = [
    ...functions,
    ...[1, 2, 3, 4].map((at) => ({ short: `orders-${at}`, name: `n${at}`, logGroup: '' })),
  ];

  it.each<[what: string, names: string[] | undefined, recent: string[], turns: (string[] | undefined)[]]>([
    ['nothing', [], ['n1'], []],
    ['all', undefined, ['n1'], [undefined]],
    ['a few', ['orders/api/1', 'orders/api/2'], ['n2'], [['orders/api/1', 'orders/api/2']]],
    ['many, none of them invoked', many, ['shop-local-orders-place-order'], [undefined]],
    [
      'many: the latest three first',
      many,
      ['n4', 'n2', 'n1', 'n3'],
      [['4', '2', '1'].map((at) => `orders/api/${at}`), undefined],
    ],
    [
      'many: instances of one bundle, and functions of no stage',
      many,
      ['other', 'shop-local-users-rpc-b', 'shop-local-users-rpc-a', 'n1'],
      [['users/rpc', 'orders/api/1'], undefined],
    ],
  ])('%s', async (_what, names, recent, turns) => {
    expect(await inTurn(names, all, async () => recent)).toEqual(turns);
  });
});
