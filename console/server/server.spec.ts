import { type Server, request as send } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acts } from '../api/index.ts';
import type { Stage } from '../api/stage.ts';
import { Changes } from './changes.ts';
import { Guard } from './guard.ts';
import { consoleServer } from './server.ts';

const INDEX = { type: 'text/html; charset=utf-8', body: Buffer.from('<!doctype html>') };
const SCRIPT = { type: 'text/javascript', body: Buffer.from('1') };
const stage = {
  name: 'production',
  isLocal: false,
  mayAct: false,
  access: { config: { region: 'eu-central-1' } },
  forget: () => {},
  renew: async () => {},
} as unknown as Stage;

let server: Server;
let port: number;
let changes: Changes;
beforeEach(async () => {
  changes = new Changes(undefined);
  const page = new Map([
    ['/', INDEX],
    ['/assets/main.js', SCRIPT],
  ]);
  // The guard knows the port, which is known when it listens.
  server = consoleServer({
    stage,
    changes,
    page,
    guard: { judge: (request) => new Guard({ port, token: 't' }).judge(request) } as Guard,
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

interface Sent {
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** As fetch, which sends no Host and no Origin of one's choice. */
const call = (path: string, { method = 'GET', headers = {}, body }: Sent = {}) =>
  new Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; text: string }>(
    (resolve, reject) => {
      const all = {
        host: `127.0.0.1:${port}`,
        cookie: `console-${port}=t`,
        ...(method !== 'GET' && { origin: `http://127.0.0.1:${port}` }),
      };
      const sent = send({ port, path, method, headers: { ...all, ...headers } }, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk) => (text += chunk));
        response.once('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, text }),
        );
      });
      sent.once('error', reject);
      sent.end(body);
    },
  );

describe('the server of the console', () => {
  it.each([
    '/',
    '/orders',
    '/orders/01a21f06',
    '/queues/orders-start-saga-dead?x=1',
    '/no-such-page',
    '/orders/01a21f06.cancel',
    '/orders/%',
  ])('answers %s with the page, which shows what belongs to it', async (path) => {
    expect(await call(path)).toMatchObject({ status: 200, text: '<!doctype html>' });
  });

  it('has the page run its own script and nothing else', async () => {
    const { headers } = await call('/');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
    expect(headers).toMatchObject({ 'referrer-policy': 'no-referrer', 'x-content-type-options': 'nosniff' });
  });

  it('answers a read, and says when nothing is new', async () => {
    const first = await call('/read/session');
    expect(JSON.parse(first.text)).toEqual({
      stage: 'production',
      isLocal: false,
      mayAct: false,
      region: 'eu-central-1',
    });
    const again = await call('/read/session', { headers: { 'if-none-match': String(first.headers.etag) } });
    expect(again).toMatchObject({ status: 304, text: '' });
  });

  it.each([
    ['a read that is not there', '/read/nothing', {}, 404],
    ['a read by the name of what every object has', '/read/constructor', {}, 404],
    ['input that is none', '/read/orders?state=odd', {}, 400],
    ['a file that is not there', '/assets/other.js', {}, 404],
    ['a folder above', '/assets/../command.ts', {}, 404],
    ['a method that nothing takes', '/orders', { method: 'DELETE' }, 405],
    ['an act that is not there', '/act/nothing', { method: 'POST' }, 404],
    ['a foreign Origin', '/read/session', { headers: { origin: 'https://evil.example' } }, 403],
    ['an address that is none', '/\\[', {}, 400],
    ['an address that is none, of nobody', '/\\[', { headers: { cookie: '' } }, 400],
    ['a forged Host', '/read/session', { headers: { host: 'evil.example' } }, 403],
    ['no cookie', '/read/session', { headers: { cookie: '' } }, 401],
  ])('refuses %s', async (_, path, sent, status) => {
    expect((await call(path, sent)).status).toBe(status);
  });

  it.each(Object.keys(acts))('only looks, unless it was started to act: %s', async (name) => {
    const done = await call(`/act/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(done.status).toBe(403);
    expect((await call(`/act/${name}`)).status).toBe(403);
  });

  it('conceals what it says of errors', async () => {
    const { text } = await call('/assets/eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTkifQ.c2ln');
    expect(JSON.parse(text)).toEqual({ status: 404, message: 'the console has no /assets/[redacted]' });
  });

  it('has a HEAD of the changes end', async () => {
    expect(await call('/changes', { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
  });

  it('tells pages of changes, and stops when they are closed', async () => {
    const told = await new Promise<string>((resolve, reject) => {
      const sent = send({ port, path: '/changes', headers: { cookie: `console-${port}=t` } }, (response) => {
        response.setEncoding('utf8').on('data', (chunk: string) => {
          if (chunk.includes('ready')) changes.tell();
          if (!chunk.includes('event: change')) return;
          resolve(chunk);
          sent.destroy();
        });
      });
      sent.once('error', reject);
      sent.end();
    });
    expect(told).toContain('event: change');
  });
});

describe('the server of a console that acts', () => {
  beforeEach(() => void Object.assign(stage, { mayAct: true }));
  afterEach(() => void Object.assign(stage, { mayAct: false }));

  const act = (name: string, body: string) =>
    call(`/act/${name}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body });

  it.each(['{', '', '%7B%22id%22:1', '[]', 'null'])(
    'says of no act with the input %j what it does',
    async (input) => {
      expect((await call(`/act/stopExecution?input=${input}`)).status).toBe(400);
    },
  );

  it('says what it does without secrets', async () => {
    const input = JSON.stringify({ id: 'eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIwMTkifQ.c2ln', execution: 'e' });
    const { text } = await call(`/act/stopExecution?input=${encodeURIComponent(input)}`);
    expect(JSON.parse(text).says).toContain('order [redacted] stays PENDING');
  });

  it.each([
    ['no JSON', '{', 400],
    ['what does not fit', '{"id":1}', 400],
    ['too much', `{"id":"${'a'.repeat(2_000_000)}"}`, 413],
  ])('refuses %s', async (_, body, status) => {
    expect((await act('stopExecution', body)).status).toBe(status);
  });
});
