import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findFastPython, findPython, pythonCandidates, tryPython } from './python.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'python-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function script(path: string, body: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}
const answering = (path: string, minor: number, optimized = true) =>
  script(path, `echo '["/real/${path}", 3, ${minor}, ${optimized}]'`);

describe('pythonCandidates', () => {
  it('looks into the folders of pyenv that the shims on PATH belong to, newest version first', () => {
    for (const version of ['3.13.0', '3.13.11', '3.13.2', '3.12.1', '3.1.3'])
      mkdirSync(join(folder, 'versions', version), { recursive: true });
    const found = pythonCandidates({ PATH: `${folder}/shims:/usr/bin` }, [13], '/nowhere');
    expect(found.filter((path) => path.includes('/versions/'))).toEqual(
      ['3.13.11', '3.13.2', '3.13.0'].map((version) => join(folder, 'versions', version, 'bin', 'python')),
    );
    expect(found).toContain('/usr/bin/python3.13');
  });

  it.each([
    ['PYENV_ROOT', (root: string) => [{ PYENV_ROOT: root }, '/nowhere'] as const],
    ['HOME', (root: string) => [{ HOME: join(root, '..') }, '/nowhere'] as const],
    ["the account's home", (root: string) => [{ HOME: '/empty' }, join(root, '..')] as const],
  ])('finds pyenv by %s', (_, arrange) => {
    const root = join(folder, '.pyenv');
    mkdirSync(join(root, 'versions', '3.13.0'), { recursive: true });
    const [env, home] = arrange(root);
    expect(pythonCandidates(env, [13], home)).toEqual([join(root, 'versions', '3.13.0', 'bin', 'python')]);
  });
});

describe('findPython', () => {
  it.each([
    ['does not exist', () => join(folder, 'nothing')],
    ['is a shim that points nowhere', () => script('shim', 'echo "pyenv: command not found" >&2; exit 127')],
    ['lacks its libraries', () => script('bare', 'echo "ModuleNotFoundError: ssl" >&2; exit 1')],
    ['says something else', () => script('other', 'echo hello')],
  ])('passes over a candidate that %s', async (_, candidate) => {
    expect(await tryPython(candidate())).toBeUndefined();
  });

  it('takes the one whose version fits, wherever it stands', async () => {
    const candidates = [answering('a', 11), answering('b', 14), answering('c', 12), answering('d', 13)];
    expect(await findPython(candidates, [13])).toEqual({
      path: '/real/d',
      version: [3, 13],
      optimized: true,
    });
    expect(await findPython(candidates, [12, 13])).toEqual({
      path: '/real/c',
      version: [3, 12],
      optimized: true,
    });
  });

  it('prefers one that was compiled with optimizations, and takes one without where it is the only one', async () => {
    const candidates = [answering('a', 13, false), answering('b', 13), answering('c', 12)];
    expect(await findFastPython(candidates, [13, 12])).toMatchObject({ path: '/real/b', optimized: true });
    expect(await findPython(candidates, [13, 12])).toMatchObject({ path: '/real/a', optimized: false });
    const without = [answering('d', 13, false), answering('e', 12)];
    expect(await findFastPython(without, [13, 12])).toMatchObject({ path: '/real/d', optimized: false });
  });

  it('finds none among those that do not fit', async () => {
    expect(await findPython([answering('a', 11), answering('b', 14)], [13])).toBeUndefined();
  });
});
