import { spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { identify, isAlive } from '@serverless-orders/command-line/process';
import { afterEach, describe, expect, it } from 'vitest';
import { installation } from '../paths.ts';
import { pinnedNode } from '../pinned-node.ts';
import { engineFolders } from './folders.ts';
import { belongsTo, endProcesses, findProcesses } from './leftovers.ts';

const folders = engineFolders(`spec-leftovers-${process.pid}`);
afterEach(async () => {
  await endProcesses(folders);
  rmSync(folders.root, { recursive: true, force: true });
});

describe('belongsTo', () => {
  const node = join(installation, 'node_modules/node/bin/node');
  it.each([
    ['the engine itself', { program: node, command: `${node} -m engine ${folders.root}` }, true],
    [
      'a Lambda that works in its folder',
      { program: node, command: `${node} main.ts`, cwd: `${folders.run}/x` },
      true,
    ],
    ['another engine', { program: node, command: `${node} -m engine ${folders.root}2` }, false],
    ['a log that is watched', { program: 'tail', command: `tail -f ${folders.log}` }, false],
    ['a shell in its folder', { program: '/bin/bash', command: 'bash', cwd: folders.root }, false],
    ['another program of this checkout', { program: node, command: `${node} vitest` }, false],
  ])('%s', (_, entry, expected) => {
    expect(belongsTo({ pid: 812, ...entry }, folders)).toBe(expected);
  });
});

describe('belongsTo, in a checkout whose path has a blank and a letter beyond ASCII', () => {
  const checkout = '/home/jo/Bestell System ä/app';
  const there = { ...folders, root: `${checkout}/.local/engines/local` };
  const node = `${checkout}/node_modules/node/bin/node`;
  it.each([
    ['the engine itself', { program: node, command: `${node} -m engine ${there.root} --port 1` }, true],
    [
      'as ps tells it',
      { program: '/home/jo/Bestell', command: `${node} main.ts ${there.root}/lambda` },
      true,
    ],
    ['a jar of its own', { program: 'java', command: `java -jar ${checkout}/d.jar ${there.root}/d` }, true],
    ['a jar of another', { program: 'java', command: `java -jar /opt/d.jar ${there.root}/d` }, false],
    ['another engine', { program: node, command: `${node} -m engine ${there.root}2` }, false],
    ['a log that is watched', { program: 'tail', command: `tail -f ${there.root}/engine.log` }, false],
  ])('%s', (_, entry, expected) => {
    expect(belongsTo({ pid: 812, ...entry }, there, checkout)).toBe(expected);
  });
});

describe('endProcesses', () => {
  const linger = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000); console.log('ready')";

  async function start(args: string[], cwd = installation): Promise<number> {
    const child = spawn(pinnedNode(), ['-e', linger, '--', ...args], {
      cwd,
      detached: true,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    await new Promise((resolve) => child.stdout.once('data', resolve));
    return child.pid!;
  }

  it('ends what ignores SIGTERM: by the registry, by the command line, by the working folder', async () => {
    mkdirSync(folders.lambda, { recursive: true });
    const pids = [await start([]), await start([folders.root])];
    // Linux alone tells the working folder of another process without further ado.
    if (process.platform === 'linux') pids.push(await start([], folders.lambda));
    const identities = pids.map((pid) => identify(pid)!);
    writeFileSync(
      join(folders.lambda, 'pids'),
      `${identities[0]!.pid} ${identities[0]!.started}\nnonsense\n1 1\n`,
    );
    expect(await endProcesses(folders)).toBe(pids.length);
    expect(identities.filter(isAlive)).toEqual([]);
    expect(findProcesses(folders)).toEqual([]);
  }, 20_000);

  it('leaves a process alone that has the pid of a registered one', async () => {
    mkdirSync(folders.lambda, { recursive: true });
    writeFileSync(join(folders.lambda, 'pids'), `${process.ppid} long ago\n`);
    expect(await endProcesses(folders, { pid: process.ppid, started: 'long ago' })).toBe(0);
  });
});
