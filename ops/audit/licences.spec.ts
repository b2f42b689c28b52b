import { expect, it } from 'vitest';
import { isAllowed, shippedPackages } from './licences.ts';

it('every package that is shipped may be part of a product', () => {
  const packages = shippedPackages();
  expect(packages.map(({ name }) => name)).toEqual(expect.arrayContaining(['zod', '@middy/core', 'jose']));
  expect(packages.filter(({ licence }) => !isAllowed(licence))).toEqual([]);
});

it.each([
  ['MIT', true],
  ['(Apache-2.0 AND BSD-3-Clause)', true],
  ['GPL-3.0 OR MIT', true],
  ['MIT AND GPL-3.0', false],
  ['GPL-3.0 AND (MIT OR ISC)', false],
  ['MPL-2.0', false],
  ['UNLICENSED', false],
  ['not stated', false],
])('%s: %s', (expression, allowed) => {
  expect(isAllowed(expression)).toBe(allowed);
});

it('looks at what is nested too, and at nothing that is for development alone', () => {
  const packages = {
    '': {},
    'packages/own': { version: '1.0.0' },
    'node_modules/own': { link: true },
    'node_modules/a': { version: '1.0.0', license: 'MIT' },
    'node_modules/a/node_modules/@b/c': { version: '2.0.0' },
    'node_modules/d': { version: '3.0.0', license: 'GPL-3.0', dev: true },
  };
  expect(shippedPackages({ packages })).toEqual([
    { name: 'a', version: '1.0.0', licence: 'MIT' },
    { name: '@b/c', version: '2.0.0', licence: 'not stated' },
  ]);
});
