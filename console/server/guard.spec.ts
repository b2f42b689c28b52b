import { describe, expect, it } from 'vitest';
import { Guard } from './guard.ts';

const guard = new Guard({ port: 4570, token: 'right' });
const cookie = 'console-4570=right';

const judge = (headers: Record<string, string>, { method = 'GET', url = '/orders' } = {}) =>
  guard.judge({ method, url, headers: { host: '127.0.0.1:4570', ...headers } });

describe('the guard', () => {
  it.each([
    ['the page itself', { cookie }, {}],
    ['the page by name', { host: 'localhost:4570', cookie }, {}],
    ['the page by IPv6', { host: '[::1]:4570', cookie }, {}],
    ['what the page asks', { cookie, origin: 'http://127.0.0.1:4570', 'sec-fetch-site': 'same-origin' }, {}],
    ['an act of the page', { cookie, origin: 'http://127.0.0.1:4570' }, { method: 'POST', url: '/act/x' }],
    ['a cookie among others', { cookie: `theme=dark; ${cookie}; a=b` }, {}],
    ['a cookie behind another of its name', { cookie: `console-4570=other; ${cookie}` }, {}],
    ['an address that was typed', { cookie, 'sec-fetch-site': 'none', 'sec-fetch-mode': 'navigate' }, {}],
  ])('admits %s', (_, headers, request) => {
    expect(judge(headers, request)).toEqual({ is: 'admitted' });
  });

  it.each([
    ['a forged Host', { host: 'evil.example:4570', cookie }, {}, 403],
    ['a Host without the port', { host: '127.0.0.1', cookie }, {}, 403],
    ['a Host of another port', { host: '127.0.0.1:4566', cookie }, {}, 403],
    ['a Host that begins like loopback', { host: '127.0.0.1.evil.example:4570', cookie }, {}, 403],
    ['no Host', { host: '', cookie }, {}, 403],
    ['a foreign Origin', { cookie, origin: 'https://evil.example' }, {}, 403],
    ['the shop on another port', { cookie, origin: 'http://127.0.0.1:4566' }, {}, 403],
    ['loopback by another name than the Host', { cookie, origin: 'http://localhost:4570' }, {}, 403],
    ['the opaque Origin of a sandbox', { cookie, origin: 'null' }, {}, 403],
    ['an act without an Origin', { cookie }, { method: 'POST', url: '/act/x' }, 403],
    ['an act of a foreign Origin', { cookie, origin: 'https://a' }, { method: 'POST', url: '/act/x' }, 403],
    [
      'a script of a foreign page',
      { cookie, 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' },
      {},
      403,
    ],
    ['a page of another port', { cookie, 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' }, {}, 403],
    ['nobody', {}, {}, 401],
    ['a wrong cookie', { cookie: 'console-4570=wrong' }, {}, 401],
    ['the cookie of another console', { cookie: 'console-4571=right' }, {}, 401],
    ['an empty cookie', { cookie: 'console-4570=' }, {}, 401],
    ['a wrong token', {}, { url: '/?token=wrong' }, 401],
    ['an empty token', { cookie }, { url: '/?token=' }, 401],
    [
      'a token of an act',
      { origin: 'http://127.0.0.1:4570' },
      { method: 'POST', url: '/act/x?token=right' },
      401,
    ],
    ['an address of another host', { cookie }, { url: 'http://evil.example/' }, 400],
    ['an address that leads away', { cookie }, { url: '//evil.example/' }, 400],
    ['an address that comes to lead away', {}, { url: '/.//evil.example/?token=right' }, 400],
    ['an address that leads away by a backslash', { cookie }, { url: '/\\evil.example/' }, 400],
    ['an address that is none', {}, { url: '/\\[' }, 400],
  ])('refuses %s', (_, headers, request, status) => {
    expect(judge(headers, request)).toMatchObject({ is: 'refused', status });
  });

  it('exchanges the token of the printed address for a cookie, and leads to the same address without it', () => {
    expect(judge({}, { url: '/orders?state=parked&token=right' })).toEqual({
      is: 'signed in',
      cookie: 'console-4570=right; HttpOnly; SameSite=Strict; Path=/',
      to: '/orders?state=parked',
    });
  });

  it('does not exchange it for a foreign page', () => {
    expect(judge({ origin: 'https://evil.example' }, { url: '/?token=right' })).toMatchObject({
      is: 'refused',
    });
  });
});
