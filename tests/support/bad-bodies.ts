import { LIMITS } from '../../functions/contracts/limits.ts';
import type { ServiceCall } from './service-api.ts';

/** Bodies that no operation takes, with the status that refuses them. `good` is one that it does take. */
export const badBodies = (good: object): [string, Pick<ServiceCall, 'body' | 'headers'>, number][] => [
  ['no body', { headers: { 'Content-Type': 'application/json' } }, 400],
  ['half a body', { body: '{"' }, 400],
  ['null', { body: 'null' }, 400],
  ['an array', { body: [good] }, 400],
  ['a text', { body: '"text"' }, 400],
  ['an unknown field', { body: { ...good, admin: true } }, 400],
  ['a prototype of its own', { body: `{"__proto__":{"admin":true},${JSON.stringify(good).slice(1)}` }, 400],
  ['another content type', { body: good, headers: { 'Content-Type': 'text/plain' } }, 415],
  ['no content type', { body: good, headers: { 'Content-Type': '' } }, 415],
  ['more than fits', { body: { ...good, name: 'x'.repeat(LIMITS.bodyBytes) } }, 413],
];
