import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { inPackage } from '../paths.ts';
import { endRunning, isOf } from './leftovers.ts';

const places = { app: '/work/my shop', local: '/work/my shop/.local' };
const running = { stage: 'local', args: ['deploy', '--stage', 'local'] };
const words = 'deploy --stage local';
const standIn = `/n/node --no-warnings ${inPackage('pulumi', 'main.ts')}`;

describe('what a command left running', () => {
  const at = (command: string, cwd = places.app) => ({ pid: 812, program: '', command, cwd });
  const isLeft = isOf(running, places, [1, 700]);

  it.each([
    ['the CLI', at(`/work/my shop/node_modules/sst-linux-x64/bin/sst ${words}`)],
    ['the script before the CLI', at(`node /work/my shop/node_modules/.bin/sst.mjs ${words}`)],
    ['its helper', at(`/usr/bin/python3 -BEsS /i 127.0.0.1 4566 /m/bin/sst ${words}`)],
    ['the stand-in', at(`${standIn} up --stack organization/shop/local --yes`, '/work/my shop/.sst/pulumi')],
    ['the CLI, where no folder is told', { ...at(`/m/bin/sst ${words}`), cwd: undefined }],
  ])('is %s', (_, entry) => {
    expect(isLeft(entry as ReturnType<typeof at>)).toBe(true);
  });

  it.each([
    ['npm, which is called like what it runs', at(`npm run sst ${words}`)],
    ['npm with two dashes', at(`npm run sst -- ${words}`)],
    ['a shell that runs npm', at(`bash -c npm run sst -- ${words}`)],
    ['the entry of the command', at(`node cli/boot.mjs sst ${words}`)],
    ['the command', at(`/n/node /work/my shop/cli/main.ts sst ${words}`)],
    ['a command of another kind', at(`/m/bin/sst diff --stage local`)],
    ['the CLI for another stage', at('/m/bin/sst deploy --stage local-2')],
    ['the CLI in another checkout', at(`/m/bin/sst ${words}`, '/work/other')],
    ['the stand-in of another stage', at(`${standIn} up --stack organization/shop/local-2 --yes`)],
    ['an editor of the stand-in', at('vim localstack/pulumi/main.ts /local ')],
    ['a process that waits for this one', { ...at(`/m/bin/sst ${words}`), pid: 700 }],
  ])('is not %s', (_, entry) => {
    expect(isLeft(entry)).toBe(false);
  });
});

describe('endRunning', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leftovers of sst-'));
  const children: ChildProcess[] = [];
  afterAll(() => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(folder, { recursive: true });
  });

  async function started(name: string, code: string): Promise<ChildProcess> {
    const file = join(folder, name);
    mkdirSync(folder, { recursive: true });
    writeFileSync(file, code);
    const child = spawn(process.execPath, [file, ...running.args], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    children.push(child);
    await once(child.stdout!, 'data');
    return child;
  }

  it('kills a process that ignores SIGTERM', async () => {
    const stubborn = "process.on('SIGTERM', () => {}); console.log('ready'); setInterval(() => {}, 1000)";
    const left = await started('sst', stubborn);
    await endRunning(running, { app: folder, local: join(folder, '.local') }, 100);
    expect(left.signalCode ?? (await once(left, 'close'))[1]).toBe('SIGKILL');
  });

  it('leaves a process alone that repeats the command, and ends what the first one left', async () => {
    const code = "console.log('ready'); setInterval(() => {}, 1000)";
    const title = `process.title = 'npm run sst ${words}';`;
    const npm = await started('npm.cjs', title + code);
    const left = await started('sst', code);
    await endRunning(running, { app: folder, local: join(folder, '.local') });
    expect(left.signalCode ?? (await once(left, 'close'))[1]).toBe('SIGTERM');
    expect([npm.exitCode, npm.signalCode]).toEqual([null, null]);
  });
});
