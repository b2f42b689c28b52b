import { existsSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { isAlive } from '@serverless-orders/command-line/process';
import { afterEach, describe, expect, it } from 'vitest';
import { pinnedNode } from '../pinned-node.ts';
import { type EngineFolders, engineFolders } from './folders.ts';
import type { EngineKind } from './kind.ts';
import { endProcesses, findProcesses } from './leftovers.ts';
import { PortLost } from './listener.ts';
import { localemu } from './localemu.ts';
import { choosePort, isFree } from './ports.ts';
import { startEngine } from './start.ts';

const folders: EngineFolders = engineFolders(`spec-start-${process.pid}`);
afterEach(async () => {
  await endProcesses(folders);
  rmSync(folders.root, { recursive: true, force: true });
});

/** An engine that is a few lines of JavaScript; `port` is defined in them. */
const engineOf = (script: string, command = pinnedNode()): EngineKind => ({
  ...localemu,
  title: 'The engine',
  command: ({ port }) => ({
    command,
    args: ['-e', `const port = ${port}; ${script}`, folders.root],
    env: {},
  }),
  isHealthy: (endpoint) =>
    fetch(endpoint).then(
      ({ ok }) => ok,
      () => false,
    ),
});
/** It turns away who is not signed, as the guard does, unless it is open. */
const serve = (host: string, isOpen = false) =>
  `process.on('SIGTERM', () => {}); require('http').createServer((q, r) => {
    r.statusCode = ${!isOpen} && q.url.includes('Action=') ? 403 : 200;
    r.end('ok');
  }).listen(port, '${host}')`;

const start = async (kind: EngineKind, timeoutMs = 20_000) =>
  startEngine({ kind, port: await choosePort(undefined), folders, report: () => {}, timeoutMs });

describe('startEngine', () => {
  it('returns when the engine is healthy, and it goes on without us', async () => {
    const record = await start(engineOf(serve('127.0.0.1')));
    expect(isAlive(record)).toBe(true);
    expect(await isFree(record.port)).toBe(false);
    expect(JSON.parse(readFileSync(folders.record, 'utf8'))).toEqual(record);
    expect(await endProcesses(folders, record)).toBe(1);
    expect(await isFree(record.port)).toBe(true);
  }, 30_000);

  it.each([
    ['answers as it would', 200],
    ['is of another kind', 404],
  ])(
    'is not taken in by another engine on its port that %s',
    async (_, status) => {
      const winner = createServer((_, response) => response.writeHead(status).end('ok'));
      await new Promise<void>((resolve) => winner.listen(0, '127.0.0.1', resolve));
      const { port } = winner.address() as AddressInfo;
      const loser = engineOf('setInterval(() => {}, 1000)');
      const attempt = startEngine({ kind: loser, port, folders, report: () => {}, timeoutMs: 20_000 });
      await expect(attempt).rejects.toThrow(PortLost);
      expect(findProcesses(folders)).toEqual([]);
      await new Promise((resolve) => winner.close(resolve));
    },
    30_000,
  );

  const reachable = Object.values(networkInterfaces())
    .flat()
    .some((address) => address && !address.internal);
  const cases: Array<[what: string, kind: EngineKind, line: RegExp]> = [
    [
      'dies while starting',
      engineOf("console.error('OSError: no luck'); process.exit(3)"),
      /died while starting \(OSError: no luck\): its log is .*engine\.log/,
    ],
    [
      'dies for want of disk',
      engineOf("console.error('OSError: [Errno 28] No space left on device'); process.exit(1)"),
      /^the disk is full/,
    ],
    [
      'is not there',
      engineOf('', '/nowhere/python'),
      /died while starting \(spawn \/nowhere\/python ENOENT\)/,
    ],
    ['answers without its key', engineOf(serve('127.0.0.1', true)), /^The engine answers without its key/],
    [
      'never becomes healthy',
      engineOf('setInterval(() => {}, 1000)'),
      /did not become healthy in 1 s: its log is/,
    ],
  ];
  if (reachable)
    cases.push(['listens to the network', engineOf(serve('0.0.0.0')), /can be reached from the network at/]);

  it.each(cases)(
    'says so when the engine %s, and leaves nothing behind',
    async (_, kind, line) => {
      const patience = String(line).includes('healthy') ? 1000 : 20_000;
      await expect(start(kind, patience)).rejects.toMatchObject({ line: expect.stringMatching(line) });
      expect(findProcesses(folders)).toEqual([]);
      expect(existsSync(folders.record)).toBe(false);
    },
    30_000,
  );
});
