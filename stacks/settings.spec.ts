import { describe, expect, it } from 'vitest';
import { cellNames, corsOriginsOf, rateLimitsOf } from './settings.ts';

describe('rateLimitsOf', () => {
  it.each([
    ['production', {}, { api: '500/1000', customer: '50/100', address: '10/100' }],
    ['local', {}, { api: '500/1000', customer: '50/100', address: '1000/1000' }],
    [
      'production',
      { RATE_LIMIT_CUSTOMER: '20/40' },
      { api: '500/1000', customer: '20/40', address: '10/100' },
    ],
    ['test-shop', { RATE_LIMIT_ADDRESS: '5/5' }, { api: '500/1000', customer: '50/100', address: '5/5' }],
  ])('%s, with %o', (stage, env, limits) => {
    expect(rateLimitsOf(stage, env)).toEqual(limits);
  });

  it.each(['50', '0/100', '50/0', '-1/5', '1.5/2', 'many', '50/100/200', ''])('is no %s', (text) => {
    expect(() => rateLimitsOf('local', { RATE_LIMIT_CUSTOMER: text })).toThrow('RATE_LIMIT_CUSTOMER');
  });
});

describe('corsOriginsOf', () => {
  it.each([
    [undefined, []],
    ['', []],
    ['https://shop.example', ['https://shop.example']],
    ['https://shop.example,http://localhost:5173', ['https://shop.example', 'http://localhost:5173']],
  ])('%s', (text, origins) => {
    expect(corsOriginsOf({ CORS_ORIGINS: text })).toEqual(origins);
  });

  it.each([
    '*',
    'null',
    'shop.example',
    'https://shop.example/',
    'https://shop.example/path',
    'https://a b',
    'data:,',
  ])('is no %s', (text) => {
    expect(() => corsOriginsOf({ CORS_ORIGINS: text })).toThrow('CORS_ORIGINS');
  });
});

describe('cellNames', () => {
  it.each([
    [{}, ['a', 'b']],
    [{ CELLS_USERS: '1' }, ['a']],
    [{ CELLS_USERS: '3', CELLS_ORDERS: '1' }, ['a', 'b', 'c']],
  ])('of users with %j are %j', (env, names) => {
    expect(cellNames('users', env)).toEqual(names);
  });

  it.each(['0', '9', '-1', '1.5', 'two', ''])('refuses %j cells', (count) => {
    expect(() => cellNames('users', { CELLS_USERS: count })).toThrow(/CELLS_USERS/);
  });
});
