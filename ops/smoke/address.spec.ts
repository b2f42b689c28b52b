import { expect, it } from 'vitest';
import { addressIn } from './address.ts';

it.each([
  ["API Gateway's own", 'https://abc.execute-api.us-east-1.amazonaws.com/production'],
  ["a domain of one's own", 'https://api.shop.test'],
])('finds the address of the stage that was deployed: %s', (_, api) => {
  expect(addressIn({ stage: 'production', api }, 'production')).toBe(api);
});

it.each([
  ['another stage', { stage: 'staging', api: 'https://api.shop.test/production' }],
  ['none', {}],
  ['one without an API', { stage: 'production' }],
])('asks for the address where %s was deployed', (_, outputs) => {
  expect(() => addressIn(outputs, 'production')).toThrow('is not known');
});
