import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';

/** Chromium, if there is one on this machine. */
export const CHROMIUM = (process.env.PATH ?? '')
  .split(delimiter)
  .flatMap((folder) => ['chromium', 'chromium-browser', 'google-chrome'].map((name) => join(folder, name)))
  .find((path) => existsSync(path));

/** Without what it does of its own on the network. */
const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Opens a page of another origin in Chromium and runs a script in it.
 *
 * @param script the body of an async function.
 * @returns what the script returned, by way of JSON.
 */
export async function inPage(script: string, { timeoutMs = 60_000 } = {}): Promise<unknown> {
  if (!CHROMIUM) throw new Error('there is no Chromium');
  const done = Promise.withResolvers<string>();
  const page = `<!doctype html><body><script type="module">
    const result = await (async () => { ${script} })();
    await fetch('/done', { method: 'POST', body: JSON.stringify(result ?? null) });
  </script>`;
  const server = createServer(async (request, response) => {
    if (request.url !== '/done') return response.setHeader('content-type', 'text/html').end(page);
    done.resolve(await text(request));
    return response.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  // It is killed, and leaves sockets in TMPDIR.
  const profile = mkdtempSync(join(tmpdir(), 'chromium-'));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const browser = spawn(CHROMIUM, [...FLAGS, `--user-data-dir=${profile}`, url], {
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, TMPDIR: profile },
  });
  const timer = setTimeout(() => done.reject(new Error('the page did not come to its end')), timeoutMs);
  try {
    return JSON.parse(await done.promise);
  } finally {
    clearTimeout(timer);
    process.kill(-browser.pid!, 'SIGKILL');
    await once(browser, 'close');
    server.close().closeAllConnections();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
