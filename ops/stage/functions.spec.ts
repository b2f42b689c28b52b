import { describe, expect, it } from 'vitest';
import { pickFunction } from './functions.ts';

const functions = ['orders-place-order', 'orders-get-order', 'payments-get-account', 'users-get-account'].map(
  (short) => ({
    short,
    name: `shop-local-${short}`,
    logGroup: short,
  }),
);

describe('pickFunction', () => {
  it.each([
    ['place-order', 'orders-place-order'],
    ['orders-place-order', 'orders-place-order'],
    ['shop-local-orders-get-order', 'orders-get-order'],
    ['users-get-account', 'users-get-account'],
  ])('%s is %s', (wanted, short) => {
    expect(pickFunction(functions, wanted).short).toBe(short);
  });

  it.each([
    [
      undefined,
      /^no function was named: name one of these\n {2}orders: get-order, place-order\n {2}payments: get-account\n/,
    ],
    ['order', /^"order" is not one function: name one of orders-get-order, orders-place-order$/],
    [
      'get-account',
      /^"get-account" is not one function: name one of payments-get-account, users-get-account$/,
    ],
    ['nope', /^there is no function "nope": name one of these\n/],
    ['place-ordr', /^there is no function "place-ordr", only place-order: name one of these\n/],
  ])('%s gives the names to choose from', (wanted, line) => {
    expect(() => pickFunction(functions, wanted)).toThrow(
      expect.objectContaining({ line: expect.stringMatching(line) }),
    );
  });
});
