import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';

const boot = join(import.meta.dirname, 'boot.mjs');
const started: (() => void)[] = [];
afterEach(() => void started.splice(0).map((stop) => stop()));

/** A server that notes what it is asked for. */
async function server(): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const listening = createServer(({ method, url }, response) => {
    asked.push(`${method} ${url}`);
    response.setHeader('content-type', 'application/json').end('{"services":{}}');
  }).listen(0, '127.0.0.1');
  await once(listening, 'listening');
  started.push(() => listening.close());
  return { url: `http://127.0.0.1:${(listening.address() as AddressInfo).port}`, asked };
}

describe('a command on a machine with a proxy', () => {
  it.each(['HTTP_PROXY', 'http_proxy'])('asks an engine on this machine past %s', async (name) => {
    const engine = await server();
    const proxy = await server();
    const env = { ...process.env, [name]: proxy.url, NODE_USE_ENV_PROXY: '1', AWS_ENDPOINT_URL: engine.url };

    await promisify(execFile)(process.execPath, [boot, 'mail'], { env }).catch(() => {});

    expect(engine.asked).toContainEqual(expect.stringContaining('/_aws/ses'));
    expect(proxy.asked).toEqual([]);
  });
});
