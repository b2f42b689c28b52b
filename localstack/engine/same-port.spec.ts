import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { identify } from '@serverless-orders/command-line/process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { engineCredentials, makeCredentials } from './credentials.ts';
import { engineFolders } from './folders.ts';
import { writeRecord } from './record.ts';

const [lost, holds] = ['test-same-port-a', 'test-same-port-b'].map((name) => engineFolders(name));
let server: Server;
let silent: ChildProcess;

beforeEach(async () => {
  server = createServer().listen(0, '127.0.0.1');
  silent = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  await Promise.all([once(server, 'listening'), once(silent, 'spawn')]);
});

afterEach(() => {
  server.close();
  silent.kill();
  for (const { root } of [lost!, holds!]) rmSync(root, { recursive: true, force: true });
});

it('are those of the engine that listens, when another one names its port as well', () => {
  const { port } = server.address() as AddressInfo;
  for (const { root } of [lost!, holds!]) mkdirSync(root, { recursive: true });
  makeCredentials(lost!);
  const made = makeCredentials(holds!);
  writeRecord(lost!, { ...identify(silent.pid!)!, port, kind: 'localemu' });
  writeRecord(holds!, { ...identify(process.pid)!, port, kind: 'localemu' });

  expect(engineCredentials(`http://127.0.0.1:${port}`, {})).toEqual(made);
});
