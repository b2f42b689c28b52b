import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchByGo, fetchedByGo } from './go-python.ts';

const PINNED = 'h1:x1cSEj4Ug5mpuZgUHLvUmlc5r//KHFn6iYiRSrRcVy4=';
const HERE = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;
const RUNS = '#!/bin/sh\necho \'["/real/python", 3, 13, true]\'\n';

let folder: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'go-python-'));
  mkdirSync(join(folder, 'bin'));
  env = { PATH: join(folder, 'bin'), HOME: folder };
});
afterEach(() => rmSync(folder, { recursive: true }));

const local = () => join(folder, 'local');

function program(name: string, text: string): void {
  writeFileSync(join(folder, 'bin', name), text);
  chmodSync(join(folder, 'bin', name), 0o755);
}

/** A Go that says that it has the module; its file for Python is this. */
function go({ sum = PINNED, python = RUNS, platform = HERE } = {}): void {
  const module = join(folder, 'module');
  const data = join(module, 'python', 'internal', 'data', platform);
  const file = (name: string, content: string | Buffer) => {
    mkdirSync(dirname(join(data, name)), { recursive: true });
    writeFileSync(join(data, name), content);
  };
  const files = [
    { name: 'bin', perm: 2 ** 31 + 0o755 },
    { name: 'bin/python3.13', perm: 0o775, compressed: true },
    { name: 'bin/python', perm: 2 ** 27, symlink: 'python3.13' },
    { name: 'lib/python3.13/os.py', perm: 0o664 },
  ];
  file('files.json', JSON.stringify({ files }));
  file('bin/python3.13.gz', gzipSync(python));
  file('lib/python3.13/os.py', 'import abc');
  program('go', `#!/bin/sh\necho '${JSON.stringify({ Dir: module, Sum: sum })}'\n`);
}

describe('fetchByGo', () => {
  it('unpacks the files with their permissions and links, and keeps nothing of the download', async () => {
    go();
    expect(await fetchedByGo(local())).toBeUndefined();
    const python = await fetchByGo(local(), env);
    expect(python).toMatch(/\/bin\/python3\.13$/);
    const bin = dirname(python!);
    expect(readlinkSync(join(bin, 'python'))).toBe('python3.13');
    expect(statSync(join(bin, '..', 'lib', 'python3.13', 'os.py')).mode & 0o111).toBe(0);
    expect(existsSync(join(local(), 'cache', 'go'))).toBe(false);
    expect(await fetchedByGo(local())).toBe(python);
  });

  it('unpacks nothing of a module that is not the pinned one', async () => {
    go({ sum: 'h1:another' });
    await expect(fetchByGo(local(), env)).rejects.toThrow(/not the one that is pinned/);
    expect(existsSync(join(local(), 'python'))).toBe(false);
  });

  it.each([
    ['there is no Go', () => {}],
    ['Go cannot fetch it', () => program('go', '#!/bin/sh\necho \'{"Error": "403"}\'\nexit 1\n')],
    ['it has none for this machine', () => go({ platform: 'plan9-mips' })],
    ['it does not run on this machine', () => go({ python: '#!/bin/sh\nexit 127\n' })],
  ])('has none when %s', async (_, arrange) => {
    arrange();
    expect(await fetchByGo(local(), env)).toBeUndefined();
    expect(await fetchedByGo(local())).toBeUndefined();
  });
});
