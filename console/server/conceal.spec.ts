import { expect, it } from 'vitest';
import { conceal } from './conceal.ts';

const JWT = 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';

it.each([
  ['a password hash by its key', { passwordHash: 'abc' }, { passwordHash: '[redacted]' }],
  ['a password hash by its form', { row: 'scrypt$16384$8$1$abc$def' }, { row: '[redacted]' }],
  ['an access token', { accessToken: JWT }, { accessToken: '[redacted]' }],
  ['an access token within a text', { header: `Bearer ${JWT}` }, { header: 'Bearer [redacted]' }],
  ['all below a secret key', { credentials: { a: 1 } }, { credentials: '[redacted]' }],
  [
    'the signature of a link',
    { text: 'https://shop/reset?token=abcdefghij' },
    { text: 'https://shop/reset?token=[redacted]' },
  ],
  ['JSON within JSON', { body: '{"password":"of ada"}' }, { body: '{"password":"[redacted]"}' }],
  ['rows of a list', [{ secret: 'a' }], [{ secret: '[redacted]' }]],
])('conceals %s', (_, value, told) => {
  expect(conceal(value)).toEqual(told);
});

it.each([
  ['names and addresses of people', { name: 'Ada', email: 'ada@example.com' }],
  ['markup, which the page shows as text', { name: '<img src=x onerror=alert(1)>' }],
  [
    'ids, money and times',
    { id: '01a21f06-b78f-7048-90ce-fd57663999aa', amount: 12, at: '2026-01-01T00:00:00Z' },
  ],
  ['yes, no and nothing', { hasPassword: true, password: null }],
])('shows %s', (_, value) => {
  expect(conceal(value)).toEqual(value);
});
