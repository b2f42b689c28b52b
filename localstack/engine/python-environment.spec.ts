import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ensurePythonProgram, environmentFolder, type PythonProgram } from './python-environment.ts';
import { uvEnvironment } from './python-install.ts';

let folder: string;
let program: PythonProgram;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'environment-'));
  for (const name of ['lock', 'build']) writeFileSync(join(folder, name), name);
  program = {
    title: 'The program',
    id: 'program',
    lock: join(folder, 'lock'),
    buildLock: join(folder, 'build'),
    minors: [13],
    module: 'program',
  };
  python();
  reports = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

function script(name: string, body: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${body}\n`);
  chmodSync(join(folder, 'bin', name), 0o755);
}

const python = (minor = 13, optimized = true) =>
  script('python3.13', `echo '["${folder}/bin/python3.13", 3, ${minor}, ${optimized}]'`);

/** A uv that writes down its calls, makes a venv whose Python works, and installs by doing what it is told here. */
const uv = (install = 'exit 0', fetch = 'exit 0') =>
  script(
    'uv',
    `echo "$*" >> "${folder}/calls"
case "$1" in
  --version) echo "uv 0.13.9";;
  venv) for last; do :; done; /bin/mkdir -p "$last/bin"; printf '#!/bin/sh\\nexit 0' > "$last/bin/python"
    /bin/chmod 755 "$last/bin/python";;
  pip) ${install};;
  python) ${fetch};;
esac`,
  );
const calls = () => readFileSync(join(folder, 'calls'), 'utf8').split('\n').filter(Boolean);
const local = () => join(folder, 'local');
let reports: string[] = [];
const ensure = () =>
  ensurePythonProgram(program, {
    report: (line) => reports.push(line),
    env: { PATH: join(folder, 'bin'), HOME: folder },
    folder: local(),
    home: folder,
  });

describe('ensurePythonProgram', () => {
  it('installs by the locks, with hashes, and the second time calls nobody', async () => {
    uv();
    const python = await ensure();
    expect(python).toBe(join(environmentFolder(program, local()), 'bin', 'python'));
    expect(
      calls().filter((call) => call.startsWith('pip install') && call.includes('--require-hashes')),
    ).toHaveLength(2);
    rmSync(join(folder, 'calls'));
    expect(await ensure()).toBe(python);
    expect(existsSync(join(folder, 'calls'))).toBe(false);
  });

  it('installs once for two that ask at the same time', async () => {
    uv();
    await Promise.all([ensure(), ensure()]);
    expect(calls().filter((call) => call.startsWith('venv'))).toHaveLength(1);
  });

  it('starts afresh after an installation that was killed half way', async () => {
    uv('kill -9 $$');
    await expect(ensure()).rejects.toThrow(/^installing The program failed/);
    expect(existsSync(environmentFolder(program, local()))).toBe(false);
    uv();
    await ensure();
    expect(readdirSync(join(local(), 'python')).filter((name) => name.endsWith('.partial'))).toEqual([]);
  });

  it('installs again when the lock has changed, or the Python has gone', async () => {
    uv();
    const first = await ensure();
    writeFileSync(program.lock, 'changed');
    const second = await ensure();
    expect(second).not.toBe(first);
    writeFileSync(second, '#!/bin/sh\nexit 127\n');
    expect(await ensure()).toBe(second);
    expect(calls().filter((call) => call.startsWith('venv'))).toHaveLength(3);
  });

  it.each([
    [
      'the disk is full',
      'echo "No space left on device (os error 28)" >&2; exit 2',
      /^the disk is full while installing The program/,
    ],
    [
      'there is no network',
      'echo "error: Failed to fetch" >&2; exit 2',
      /^the download failed while installing The program/,
    ],
    [
      'a package was changed',
      'echo "error: Hash mismatch for x" >&2; exit 1',
      /^a package is not the one that is pinned/,
    ],
  ])('says so in one line when %s', async (_, install, line) => {
    uv(install);
    await expect(ensure()).rejects.toMatchObject({ line: expect.stringMatching(line) });
  });

  describe('fetches a Python', () => {
    const NO_NETWORK = 'echo "error: dns error" >&2; exit 1';
    const fetches = () => calls().filter((call) => call.startsWith('python install'));
    const base = () => calls().find((call) => call.startsWith('venv'));
    const managed = () => {
      script('managed', `echo '["${folder}/bin/managed", 3, 13, true]'`);
      return `[ "$2" = find ] && echo "${folder}/bin/managed"; exit 0`;
    };

    it.each([
      ['none fits', () => python(11)],
      ['what fits was compiled without optimizations', () => python(13, false)],
    ])('when %s', async (_, arrange) => {
      arrange();
      uv('exit 0', managed());
      await ensure();
      expect(fetches()).toEqual(['python install 3.13']);
      expect(base()).toContain(`${folder}/bin/managed`);
    });

    it('not when an optimized one fits', async () => {
      uv();
      await ensure();
      expect(fetches()).toEqual([]);
    });

    it('and takes the one that fits, saying what it costs, when that fails', async () => {
      python(13, false);
      uv('exit 0', NO_NETWORK);
      await ensure();
      expect(base()).toContain(`${folder}/bin/python3.13`);
      expect(reports).toContainEqual(
        expect.stringMatching(/slower than by an optimized Python: the download failed/),
      );
    });

    it('and says what to install when that fails and none fits', async () => {
      python(11);
      uv('exit 0', NO_NETWORK);
      await expect(ensure()).rejects.toMatchObject({
        line: expect.stringMatching(
          /^no Python 3\.13 runs here, and none could be fetched: .*: install Python 3\.13/,
        ),
      });
    });
  });
});

describe('uvEnvironment', () => {
  it('keeps uv in the folder, and leaves it proxies and mirrors', () => {
    const env = uvEnvironment({ HTTPS_PROXY: 'http://p', VIRTUAL_ENV: '/x', UV_PYTHON: '3.9' }, local());
    expect(env).toMatchObject({ HTTPS_PROXY: 'http://p', UV_CACHE_DIR: join(local(), 'cache', 'uv') });
    expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['VIRTUAL_ENV']));
    expect(env.UV_PYTHON).toBeUndefined();
  });
});
