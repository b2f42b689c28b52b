import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { identify, isAlive } from '@serverless-orders/command-line/process';
import { afterAll, describe, expect, it } from 'vitest';
import { clientOptions } from '../../engine/credentials.ts';
import { engineStatus, ensureEngine, stopEngine } from '../../engine/engine.ts';
import { engineFolders } from '../../engine/folders.ts';
import { engineKind } from '../../engine/kinds.ts';
import { findProcesses } from '../../engine/leftovers.ts';
import { answers, choosePort, exposedAt, isFree } from '../../engine/ports.ts';
import { readRecord } from '../../engine/record.ts';
import { clientConfig, engineEndpoint, until } from '../support/engine.ts';

const NAME = 'test-lifecycle';
const folders = engineFolders(NAME);
/** Of the shell's variables, only ENGINE affects what these tests start. */
const env = { ENGINE: process.env.ENGINE };
const kind = engineKind(env.ENGINE);
const portOf = (endpoint: string) => Number(new URL(endpoint).port);

async function drop(): Promise<void> {
  await stopEngine(NAME);
  rmSync(folders.root, { recursive: true, force: true });
}

/** A start takes seconds of the processor: a test takes the engine that the one before has left, and starts one where there is none. */
describe('The engine', () => {
  afterAll(drop);

  it('runs beside another, on a port of its own, on loopback only, and is started once', async () => {
    const [engine, same] = await Promise.all([
      ensureEngine({ name: NAME, env }),
      ensureEngine({ name: NAME, env }),
    ]);
    expect(same).toEqual(engine);
    expect(engine.endpoint).not.toBe(engineEndpoint());
    const port = portOf(engine.endpoint);
    expect(await exposedAt(port)).toEqual([]);
    if (process.platform === 'linux') expect(listenersOf(port)).toEqual(['0100007F']);
    const client = new LambdaClient(clientOptions(engine.endpoint));
    const withTheOthersKey = new LambdaClient({ ...clientConfig(), endpoint: engine.endpoint });
    await expect(withTheOthersKey.send(new ListFunctionsCommand({}))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
    expect((await client.send(new ListFunctionsCommand({}))).Functions).toEqual([]);
    expect(await engineStatus(NAME)).toEqual(engine);
    expect(await stopEngine(NAME)).toBeGreaterThan(0);
    expect(findProcesses(folders)).toEqual([]);
    expect(await isFree(port)).toBe(true);
    expect(await engineStatus(NAME)).toBeUndefined();
    expect(await answers('127.0.0.1', portOf(engineEndpoint()))).toBe(true);
  });

  it.each([
    ['of a process that is gone', { pid: 2 ** 30, started: '1' }],
    ['whose pid belongs to another process now', { pid: process.pid, started: '1' }],
  ])('starts in spite of a pid file %s', async (_, stale) => {
    await drop();
    writeFile(JSON.stringify({ ...stale, port: await choosePort(undefined), kind: kind.id }));
    const { pid } = await ensureEngine({ name: NAME, env });
    expect(pid).not.toBe(stale.pid);
    expect(readRecord(folders)?.pid).toBe(pid);
  });

  it.skipIf(process.platform !== 'linux')('takes nothing over from the shell', async () => {
    await ensureEngine({ name: NAME, env });
    expect(existsSync(folders.log)).toBe(true);
    const environment = readFileSync(`/proc/${readRecord(folders)!.pid}/environ`, 'utf8').split('\0');
    expect(environment).toContain(`HOME=${folders.run}/home`);
    expect(environment.filter((entry) => entry.startsWith('NODE_') || entry.startsWith('npm_'))).toEqual([]);
  });

  it('is replaced when its process is stopped and does not answer', async () => {
    const first = await ensureEngine({ name: NAME, env });
    process.kill(first.pid!, 'SIGSTOP');
    const second = await ensureEngine({ name: NAME, env });
    expect(second.pid).not.toBe(first.pid);
    expect(second.endpoint).toBe(first.endpoint);
    expect(identify(first.pid!)).toBeUndefined();
  });

  it('leaves nothing behind when it was killed with -9, even with its records lost', async () => {
    const { pid, endpoint } = await ensureEngine({ name: NAME, env });
    const identity = identify(pid!)!;
    process.kill(pid!, 'SIGKILL');
    await until(() => !isAlive(identity), { what: 'the end of the engine' });
    expect(await engineStatus(NAME)).toBeUndefined();
    rmSync(folders.record);
    await stopEngine(NAME);
    expect(findProcesses(folders)).toEqual([]);
    await until(() => isFree(portOf(endpoint)), { what: 'the release of the port', timeoutMs: 5000 });
  });
});

describe('ensureEngine', () => {
  it('says that ENGINE_PORT is taken', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    await expect(choosePort(String(port))).rejects.toThrow(`ENGINE_PORT ${port} is taken`);
    server.close();
  });

  it('takes the address that the user names, and starts nothing', async () => {
    const endpoint = engineEndpoint();
    expect(await ensureEngine({ name: NAME, env: { AWS_ENDPOINT_URL: `${endpoint}/` } })).toEqual({
      name: NAME,
      endpoint,
      external: true,
    });
    expect(existsSync(folders.root)).toBe(false);
  });

  it.each([
    [{ AWS_ENDPOINT_URL: 'nonsense' }, /"nonsense" is not an address/],
    [{ ENGINE: 'nonsense' }, /there is no engine "nonsense"/],
  ])('refuses %j', async (wrong, message) => {
    await expect(ensureEngine({ name: NAME, env: wrong })).rejects.toThrow(message);
  });
});

function writeFile(content: string): void {
  mkdirSync(folders.root, { recursive: true });
  writeFileSync(folders.record, content);
}

/** The local addresses (hexadecimal, least byte first) at which the port is listened on. */
function listenersOf(port: number): string[] {
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  return ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((file) => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').slice(1) : []))
    .map((line) => line.trim().split(/\s+/))
    .filter(([, address = '', , state]) => address.endsWith(`:${hex}`) && state === '0A')
    .map(([, address = '']) => address.split(':')[0]!);
}
