import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findUv } from './uv.ts';

let folder: string;
let own: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'uv-'));
  own = join(folder, 'own');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts a shell script on a PATH that has nothing else. */
function onPath(name: string, body: string): void {
  const file = join(folder, 'bin', name);
  mkdirSync(join(folder, 'bin'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
}
const find = () =>
  findUv(() => {}, { env: { PATH: join(folder, 'bin'), HOME: folder }, folder: own, home: folder });

/** A Python that can be asked for its version, and whose pip and venv are shell. */
const python = (pip: string, venv: string) =>
  onPath(
    'python3.13',
    `case "$*" in
  "-I -c"*) echo "[\\"$0\\", 3, 13]";;
  "-m pip"*) ${pip};;
  "-m venv"*) ${venv};;
esac`,
  );

/** What pip leaves behind: the folder stands behind --target. */
const INSTALLS = `while [ "$1" != --target ]; do shift; done
  /bin/mkdir -p "$2/bin"; printf '#!/bin/sh\\necho uv 0.13.9' > "$2/bin/uv"; /bin/chmod 755 "$2/bin/uv"`;

describe('findUv', () => {
  it('takes the one on PATH', async () => {
    onPath('uv', 'echo "uv 0.5.0 (abc 2024-11-07)"');
    expect(await find()).toBe('uv');
  });

  it.each([
    ['is too old', 'echo "uv 0.4.30"'],
    ['does not run', 'exit 127'],
    ['is something else', 'echo "ultraviolet 3.1"'],
  ])('installs its own, once, when the one on PATH %s', async (_, body) => {
    onPath('uv', body);
    python(INSTALLS, 'exit 1');
    expect(await find()).toBe(join(own, 'bin', 'uv'));
    python('exit 1', 'exit 1');
    expect(await find()).toBe(join(own, 'bin', 'uv'));
  });

  it.each([
    ['there is no Python', () => {}, /^neither uv nor Python is on this machine: install/],
    [
      'the Python has neither pip nor venv',
      () => python('echo "No module named pip" >&2; exit 1', 'echo "ensurepip is not available"; exit 1'),
      /has neither pip nor venv: install uv, or python3-venv \(on Debian and Ubuntu: sudo apt/,
    ],
    [
      'there is no network',
      () => python('echo "NewConnectionError: failed to establish a new connection" >&2; exit 1', 'exit 1'),
      /^the download failed while installing uv .*: check the network/,
    ],
    [
      'the disk is full',
      () => python('echo "OSError: [Errno 28] No space left on device" >&2; exit 1', 'exit 1'),
      /^the disk is full while installing uv .*: free about 1 GB/,
    ],
  ])('says so in one line when %s', async (_, arrange, line) => {
    arrange();
    await expect(find()).rejects.toMatchObject({ line: expect.stringMatching(line) });
    expect(existsSync(own)).toBe(false);
  });
});
