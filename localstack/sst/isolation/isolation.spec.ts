import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { signal } from '@serverless-orders/command-line/process';
import { poll } from '@serverless-orders/command-line/wait';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { answers } from '../../engine/ports.ts';
import { type IsolatedOptions, spawnIsolated } from './spawn.ts';

const folder = mkdtempSync(join(tmpdir(), 'isolation-'));
const children = new Set<ChildProcess>();
const lan = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ internal, family }) => !internal && family === 'IPv4')?.address;

/** Two servers of this machine: the engine, and another one. */
const engine = createServer((_, response) => response.end('engine'));
const other = createServer((_, response) => response.end('other'));
const addressOf = (server: typeof engine, host = '127.0.0.1') =>
  `http://${host}:${(server.address() as AddressInfo).port}`;

/** Starts a script of Node, connected by pipes; what it says is in `text`. */
async function script(code: string, options: Partial<IsolatedOptions> = {}) {
  const warnings: string[] = [];
  const child = await spawnIsolated({
    file: process.execPath,
    args: ['-e', code],
    engine: addressOf(engine),
    cwd: folder,
    env: process.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    warn: (why) => warnings.push(why),
    ...options,
  });
  children.add(child);
  const said = { text: '' };
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      said.text += chunk;
    });
  return { child, warnings, said, ended: once(child, 'close') as Promise<[number | null, string | null]> };
}

/** Says for each address what came of a request to it. */
const requests = (urls: string[]) => `
  Promise.all(${JSON.stringify(urls)}.map((url) => fetch(url, { signal: AbortSignal.timeout(5000) }).then(
    (response) => response.text(), (error) => error.cause?.code ?? error.cause?.errors?.[0].code ?? error.name)))
    .then((all) => console.log(JSON.stringify(all)))`;

const available = process.platform === 'linux' && (await tried()) === undefined;

/** Why there is no namespace to be had here. */
async function tried(): Promise<string | undefined> {
  engine.listen(0, '127.0.0.1');
  await once(engine, 'listening');
  const { warnings, ended } = await script('');
  await ended;
  return warnings[0];
}

// Programs that start programs, which takes long on a machine that is busy.
vi.setConfig({ testTimeout: 60_000 });

beforeAll(async () => {
  other.listen(0, '0.0.0.0');
  await once(other, 'listening');
});

afterAll(() => {
  for (const child of children) if (child.exitCode === null) child.kill('SIGKILL');
  for (const server of [engine, other]) server.close().closeAllConnections();
  rmSync(folder, { recursive: true });
});

describe.skipIf(!available)('a network namespace (needs a kernel that lets this account make one)', () => {
  it('has the engine in it, at its own address, and nothing else', async () => {
    const { said, ended } = await script(
      requests([
        addressOf(engine),
        addressOf(other),
        ...(lan ? [addressOf(other, lan)] : []),
        'http://169.254.169.254/latest/meta-data',
        'http://192.0.2.1/',
        'http://[2001:db8::1]/',
        'http://sts.amazonaws.com/',
      ]),
    );
    await ended;
    const [first, ...rest] = JSON.parse(said.text) as string[];
    expect(first).toBe('engine');
    expect(rest.length).toBeGreaterThanOrEqual(5);
    for (const outcome of rest) expect(outcome).toMatch(/^(ECONNREFUSED|ENETUNREACH|EAI_AGAIN|ENOTFOUND)$/);
  });

  it.each([
    ['inside', true],
    ['outside (which shows that the test can fail)', false],
  ])('a port that is opened %s', async (_, isolated) => {
    const { child, said } = await script(
      `require('node:http').createServer((_, r) => r.end('hello')).listen(0, '0.0.0.0', function () {
        const { port } = this.address();
        fetch('http://127.0.0.1:' + port).then((r) => r.text()).then((text) => console.log(port + ' ' + text));
      })`,
      isolated ? {} : { platform: 'aix' },
    );
    await poll(() => said.text.includes('\n'), { timeoutMs: 20_000 });
    const [port, text] = said.text.trim().split(' ');
    expect(text).toBe('hello');
    expect(await answers('127.0.0.1', Number(port))).toBe(!isolated);
    if (lan) expect(await answers(lan, Number(port))).toBe(!isolated);
    child.kill('SIGTERM');
  });

  it.skipIf(!lan)('has an engine in it that is on another address of a private network', async () => {
    const there = addressOf(other, lan);
    const { said, ended } = await script(requests([there, addressOf(engine)]), { engine: there });
    await ended;
    expect(JSON.parse(said.text)).toEqual(['other', 'ECONNREFUSED']);
  });

  it('carries much in both directions, and ends of streams', async () => {
    const echo = createServer((request, response) => request.pipe(response)).listen(0, '127.0.0.1');
    await once(echo, 'listening');
    const { said, ended } = await script(
      `const body = Buffer.alloc(5e6, 'x');
       Promise.all(Array.from({ length: 8 }, () => fetch('${addressOf(echo)}', { method: 'POST', body })
         .then((r) => r.arrayBuffer()).then((b) => b.byteLength))).then((all) => console.log(all.join()))`,
      { engine: addressOf(echo) },
    );
    await ended;
    echo.close();
    expect(said.text.trim()).toBe(Array(8).fill(5e6).join());
  });

  it('refuses a connection as an engine does that is gone', async () => {
    const gone = createServer().listen(0, '127.0.0.1');
    await once(gone, 'listening');
    const url = addressOf(gone);
    await new Promise((resolve) => gone.close(resolve));
    const { said, ended } = await script(requests([url]), { engine: url });
    await ended;
    expect(said.text).toMatch(/ECONNRESET|ECONNREFUSED|UND_ERR_SOCKET/);
  });

  it.each([
    ['process.exit(0)', [0, null]],
    ['process.exit(7)', [7, null]],
    ["process.kill(process.pid, 'SIGKILL')", [null, 'SIGKILL']],
    ["process.kill(process.pid, 'SIGTERM')", [null, 'SIGTERM']],
  ])('ends as the program does: %s', async (code, how) => {
    const { ended } = await script(code);
    expect(await ended).toEqual(how);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('passes %s on', async (name) => {
    const { child, said, ended } = await script(
      `process.on('${name}', () => process.exit(9)); setInterval(() => {}, 1000); console.log('up')`,
    );
    await poll(() => said.text !== '', { timeoutMs: 20_000 });
    child.kill(name);
    expect(await ended).toEqual([9, null]);
  });

  it('ends what the program leaves running', async () => {
    const { said, ended } = await script(
      `const { pid } = require('node:child_process').spawn('sleep', ['600'], { detached: true, stdio: 'ignore' });
       console.log(pid); process.exit(3)`,
    );
    expect(await ended).toEqual([3, null]);
    expect(signal(Number(said.text), 'SIGCONT')).toBe(false);
  });

  it('ends the program when the one who started it is killed', async () => {
    const starter = `import('${import.meta.resolve('./spawn.ts')}').then(async ({ spawnIsolated }) => {
      const code = 'console.log(process.pid); setInterval(() => {}, 1000)';
      await spawnIsolated({ file: process.execPath, args: ['-e', code], engine: '${addressOf(engine)}', cwd: '/',
        env: process.env, stdio: ['inherit', 'inherit', 'inherit'], warn: console.log });
    })`;
    const child = spawn(process.execPath, ['--no-warnings', '-e', starter], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(child.stdout.setEncoding('utf8'), 'data');
    child.kill('SIGKILL');
    const gone = () => !signal(Number(line), 'SIGCONT');
    expect(await poll(gone, { timeoutMs: 20_000 })).toBe(true);
  });

  it('leaves files to who calls', async () => {
    const file = join(folder, 'file');
    const { ended } = await script(`require('node:fs').writeFileSync('${file}', String(process.getuid()))`);
    await ended;
    expect(statSync(file).uid).toBe(process.getuid?.());
    expect(readFileSync(file, 'utf8')).toBe(String(process.getuid?.()));
  });
});

describe('where no network of its own can be had, the program runs all the same, and it is said why', () => {
  const helper = join(folder, 'helper');
  it.each<[string, Partial<IsolatedOptions>, string]>([
    ['the kernel forbids it', { python: helper }, 'unshare: Operation not permitted'],
    ['the helper does not start', { python: '/nowhere/python3' }, 'ENOENT'],
    ['a certificate needs a name', { engine: 'https://engine.internal' }, 'has a name'],
    ['another system', { platform: 'aix' }, 'no way to do it on aix'],
    ['macOS without its sandbox', { platform: 'darwin' }, 'sandbox-exec'],
  ])('%s', async (_, options, why) => {
    writeFileSync(helper, '#!/bin/sh\nprintf "unshare: Operation not permitted" >&3; exit 1\n');
    chmodSync(helper, 0o755);
    const { warnings, said, ended } = await script("console.log('ran')", { platform: 'linux', ...options });
    expect(await ended).toEqual([0, null]);
    expect(said.text).toBe('ran\n');
    expect(warnings).toEqual([expect.stringContaining(why)]);
  });
});
