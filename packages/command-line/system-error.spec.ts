import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { connect, createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { systemErrorLine } from './system-error.ts';

const withCode = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });
const ENGINE = /^no engine answers: npm run status .* \(ECONN(REFUSED|RESET)/;

/** A port at which nobody listens, or one that hangs up on whoever comes. */
async function port({ listening }: { listening: boolean }): Promise<number> {
  const server = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  if (!listening) server.close();
  server.unref();
  return port;
}

describe('systemErrorLine', () => {
  it.each([
    ['a full disk', withCode('ENOSPC', { path: '/x' }), /disk is full.* \(at \/x\)$/],
    ['a folder of somebody else', withCode('EACCES'), /permission was denied/],
    [
      'an engine that is gone',
      withCode('ECONNREFUSED', { address: '127.0.0.1', port: 4566 }),
      / at 127\.0\.0\.1:4566\)$/,
    ],
    ['an engine that hangs up', withCode('ECONNRESET'), ENGINE],
    ['what wraps it', new TypeError('fetch failed', { cause: withCode('ECONNREFUSED') }), ENGINE],
    [
      'AWS that is away',
      withCode('ENOTFOUND', { hostname: 'sts.amazonaws.com' }),
      /^the other side does not answer: check the network/,
    ],
    [
      'a host elsewhere',
      withCode('ECONNREFUSED', { address: '203.0.113.7', port: 443 }),
      /^the other side does not answer/,
    ],
  ])('tells what to do about %s', (_, error, line) => expect(systemErrorLine(error)).toMatch(line));

  it.each([undefined, 'text', new Error('a defect'), withCode('ENOENT'), withCode('toString')])(
    'leaves a defect alone: %s',
    (error) => expect(systemErrorLine(error)).toBeUndefined(),
  );

  it('knows what fetch throws when nobody listens', async () => {
    const error = await fetch(`http://127.0.0.1:${await port({ listening: false })}`).catch(
      (thrown) => thrown,
    );
    expect(systemErrorLine(error)).toMatch(ENGINE);
  });

  it('knows what fetch throws when the other side hangs up', async () => {
    const error = await fetch(`http://127.0.0.1:${await port({ listening: true })}`).catch(
      (thrown) => thrown,
    );
    expect(systemErrorLine(error)).toMatch(/^no engine answers/);
  });

  it('knows what a socket throws for a name with two addresses', async () => {
    const socket = connect({ host: 'localhost', port: await port({ listening: false }) });
    const [error] = await once(socket, 'error').catch((thrown) => [thrown]);
    expect(systemErrorLine(error)).toMatch(ENGINE);
  });
});
