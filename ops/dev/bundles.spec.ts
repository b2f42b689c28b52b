import { describe, expect, it } from 'vitest';
import { changesOf } from './bundles.ts';

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
