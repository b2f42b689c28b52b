import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { choosePort, exposedAt, isFree } from './ports.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

async function listen(host: string): Promise<number> {
  const server = createServer((socket) => socket.destroy());
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return (server.address() as { port: number }).port;
}

describe('isFree', () => {
  it.each(['127.0.0.1', '0.0.0.0'])('sees a port that is taken on %s', async (host) => {
    expect(await isFree(await listen(host))).toBe(false);
  });
});

describe('choosePort', () => {
  it.each([
    ['abc', /ENGINE_PORT is "abc"/],
    ['0', /ENGINE_PORT is "0"/],
    ['70000', /ENGINE_PORT is "70000"/],
    ['4566.5', /ENGINE_PORT is "4566.5"/],
  ])('refuses %s', async (wanted, message) => {
    await expect(choosePort(wanted)).rejects.toThrow(message);
  });

  it('says that a named port is taken', async () => {
    const port = await listen('127.0.0.1');
    await expect(choosePort(String(port))).rejects.toThrow(`ENGINE_PORT ${port} is taken`);
  });

  it('takes the first that is free from 4566 upward', async () => {
    const first = await choosePort(undefined);
    expect(first).toBeGreaterThanOrEqual(4566);
    expect(await choosePort(undefined, { skip: [first] })).toBeGreaterThan(first);
  });

  it('prefers the port that the engine had, while it is free', async () => {
    const first = await choosePort(undefined);
    const last = await choosePort(undefined, { skip: [first] });
    expect(await choosePort(undefined, { last })).toBe(last);
    expect(await choosePort(undefined, { last, skip: [last] })).not.toBe(last);
    expect(await choosePort(undefined, { last: await listen('127.0.0.1') })).not.toBe(last);
  });
});

describe('exposedAt', () => {
  it('finds nothing on loopback', async () => {
    expect(await exposedAt(await listen('127.0.0.1'))).toEqual([]);
  });
});
