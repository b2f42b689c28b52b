import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { identify } from '@serverless-orders/command-line/process';
import { poll } from '@serverless-orders/command-line/wait';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { RUN_VARIABLE } from '../pulumi/end-mark.ts';
import { FOLDER_VARIABLE } from '../pulumi/settings.ts';
import { parseSstCommand } from './command.ts';
import { launch } from './launch.ts';
import { outputsFile } from './places.ts';

const app = mkdtempSync(join(tmpdir(), 'launch with a space-'));
const places = { app, local: join(app, '.local') };
const standIn = join(places.local, 'stand-in');
const outputs = outputsFile(places, 'local');
const running = join(app, 'running');

afterAll(() => rmSync(app, { recursive: true }));
beforeEach(() => {
  for (const folder of [standIn, join(app, '.sst')]) mkdirSync(folder, { recursive: true });
  writeFileSync(outputs, '{"api":"of an earlier deploy"}');
  for (const file of [running, join(standIn, 'completed')]) rmSync(file, { force: true });
});

/** The mark that the stand-in sets when it is through. */
const MARK = `printf %s "$${RUN_VARIABLE}" > "$${FOLDER_VARIABLE}/completed"`;

/** Launches a script in the place of the CLI. */
function launched(args: string[], script: string, more: Partial<Parameters<typeof launch>[0]> = {}) {
  const file = join(app, 'sst');
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return launch({
    command: parseSstCommand(args),
    endpoint: 'http://127.0.0.1:1',
    places,
    env: { PATH: process.env.PATH, [FOLDER_VARIABLE]: standIn, [RUN_VARIABLE]: 'this run' },
    onLine: () => {},
    isolate: false,
    file,
    ...more,
  });
}

describe('a command that the stand-in has to complete', () => {
  it.each(['deploy', 'remove', 'diff', 'refresh'])(
    '%s succeeds if the stand-in has completed it',
    async (name) => {
      expect(await launched([name], MARK)).toBe(0);
    },
  );

  it.each(['deploy', 'remove', 'diff', 'refresh'])('%s fails if the stand-in was killed', async (name) => {
    await expect(launched([name], 'echo Interrupted')).rejects.toThrow(
      `sst ${name} of local was cut off before it was complete`,
    );
  });

  it('is not taken for complete by the mark of an earlier run', async () => {
    writeFileSync(join(standIn, 'completed'), 'an earlier run');
    await expect(launched(['deploy'], 'true')).rejects.toThrow('was cut off');
  });

  it('keeps the exit code of a failure', async () => {
    expect(await launched(['deploy'], `${MARK}; exit 3`)).toBe(3);
  });

  it.each([[['deploy', '--help']], [['secret', 'list']], [['state', 'export']], [['version']]])(
    'is none of %j',
    async (args) => {
      expect(await launched(args, 'true')).toBe(0);
      expect(existsSync(outputs)).toBe(true);
    },
  );
});

describe('the outputs of an earlier deploy', () => {
  it.each([
    ['deploy', false],
    ['diff', true],
    ['remove', true],
  ])('after %s that failed are there: %s', async (name, there) => {
    expect(await launched([name], 'exit 1')).toBe(1);
    expect(existsSync(outputs)).toBe(there);
  });
});

describe('an engine that dies while the CLI runs', () => {
  it('ends the CLI, and is reported', { timeout: 30_000 }, async () => {
    const engine = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
    const script = `echo $$ > '${running}'\nwhile :; do sleep 0.1; done`;
    const ended = launched(['deploy'], script, { engine: identify(engine.pid!)! });
    const rejected = expect(ended).rejects.toThrow(`the engine (process ${engine.pid}) ended while sst ran`);
    expect(await poll(() => existsSync(running), { timeoutMs: 10_000 })).toBe(true);
    engine.kill('SIGKILL');
    await rejected;
  });

  it('is reported also when the CLI notices it first', async () => {
    const engine = { pid: process.pid, started: 'long ago' };
    await expect(launched(['deploy'], 'exit 1', { engine })).rejects.toThrow('ended while sst ran');
  });
});
