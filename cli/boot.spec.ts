import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { identify, signal } from '@serverless-orders/command-line/process';
import { poll } from '@serverless-orders/command-line/wait';
import { pinnedNode } from '@serverless-orders/localstack';
import { afterEach, describe, expect, it } from 'vitest';
import { inRoot } from '../paths.ts';

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

/** A project without packages, and an npm that installs until it is let go on. */
class Project {
  readonly folder = mkdtempSync(join(tmpdir(), 'boot-'));
  readonly lock = this.#in('.local', 'npm-ci.lock');
  #told = '';

  constructor() {
    for (const name of ['bin', 'cli', 'node_modules']) mkdirSync(this.#in(name));
    copyFileSync(boot, this.#in('cli', 'boot.mjs'));
    writeFileSync(this.#in('package-lock.json'), '{}');
    const npm = `#!/bin/sh
      echo "begins $$" >> '${this.#in('log')}'
      while [ ! -e '${this.#in('go')}' ]; do sleep 0.02; done
      echo "ends $$" >> '${this.#in('log')}'`;
    writeFileSync(this.#in('bin', 'npm'), npm, { mode: 0o755 });
    started.push(() => {
      for (const pid of this.begun) signal(pid, 'SIGKILL');
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  #in(...path: string[]): string {
    return join(this.folder, ...path);
  }

  /** Which npm has begun and ended, in order. */
  get log(): string[] {
    return existsSync(this.#in('log')) ? readFileSync(this.#in('log'), 'utf8').trim().split('\n') : [];
  }

  get begun(): number[] {
    return this.log.filter((line) => line.startsWith('begins')).map((line) => Number(line.split(' ')[1]));
  }

  /** As if somebody had called npm: what package-lock.json names, and what npm says that there is. */
  installed(named: object, there: object): void {
    writeFileSync(this.#in('package-lock.json'), JSON.stringify({ packages: { '': {}, ...named } }));
    writeFileSync(this.#in('node_modules', '.package-lock.json'), JSON.stringify({ packages: there }));
    const node = this.#in('node_modules', relative(inRoot('node_modules'), pinnedNode()));
    mkdirSync(dirname(node), { recursive: true });
    writeFileSync(node, '#!/bin/sh', { mode: 0o755 });
  }

  letGoOn(): void {
    writeFileSync(this.#in('go'), '');
  }

  run(): ChildProcess {
    const env = { ...process.env, PATH: `${this.#in('bin')}:${process.env.PATH}` };
    const child = spawn(process.execPath, [this.#in('cli', 'boot.mjs'), 'status'], { env });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#told += text;
    });
    started.push(() => child.kill('SIGKILL'));
    return child;
  }

  /** Waits for a line of a command. */
  async tells(text: RegExp): Promise<void> {
    expect(await poll(() => text.test(this.#told), { timeoutMs: 30_000, everyMs: 20 }), this.#told).toBe(
      true,
    );
  }
}

const until = (what: () => boolean) => poll(what, { timeoutMs: 30_000, everyMs: 20 });

describe('a command that is ended while it installs', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s leaves neither npm nor its lock', async (name) => {
    const project = new Project();
    const command = project.run();
    expect(await until(() => project.begun.length === 1)).toBe(true);
    command.kill(name);
    await once(command, 'exit');

    expect(await until(() => identify(project.begun[0]!) === undefined)).toBe(true);
    expect(existsSync(project.lock)).toBe(false);
  });

  it('by SIGKILL leaves npm, and the next command installs when that has ended', async () => {
    const project = new Project();
    const command = project.run();
    expect(await until(() => project.begun.length === 1)).toBe(true);
    command.kill('SIGKILL');
    await once(command, 'exit');
    for (const name of ['', 'alive']) {
      const path = join(project.lock, name);
      if (existsSync(path)) utimesSync(path, 0, 0);
    }

    const next = project.run();
    await project.tells(/waiting for npm \(process \d+\)/);
    project.letGoOn();
    await once(next, 'exit');

    const [first, second] = project.begun;
    expect(project.log).toEqual([`begins ${first}`, `ends ${first}`, `begins ${second}`, `ends ${second}`]);
  });

  it('by SIGKILL with its npm keeps the next command from nothing', async () => {
    const project = new Project();
    mkdirSync(project.lock, { recursive: true });
    // The number of another process by now.
    writeFileSync(join(project.lock, 'npm'), `${process.pid}`);
    utimesSync(project.lock, 0, 0);
    project.letGoOn();
    await once(project.run(), 'exit');

    expect(project.log).toHaveLength(2);
  });
});

describe('a command after npm install by hand', () => {
  const one = { 'node_modules/one': { version: '1.0.0', integrity: 'sha512-one' } };
  const other = { 'node_modules/other': { version: '1.0.0', integrity: 'sha512-other', optional: true } };

  it.each([
    ['installs nothing when all is there', one, one, 0],
    ['installs nothing for another platform', { ...one, ...other }, one, 0],
    ['installs what is missing', { ...one, 'node_modules/two': { version: '1.0.0' } }, one, 1],
    ['installs another version', { 'node_modules/one': { version: '1.0.1' } }, one, 1],
    [
      'installs what has another hash',
      { 'node_modules/one': { version: '1.0.0', integrity: 'sha512-1' } },
      one,
      1,
    ],
    ['installs when more is there', one, { ...one, ...other }, 1],
  ])('%s', async (_what, named, there, times) => {
    const project = new Project();
    project.installed(named, there);
    project.letGoOn();
    await once(project.run(), 'exit');
    expect(project.begun).toHaveLength(times);
  });
});
