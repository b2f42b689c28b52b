import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { engineCredentials, makeCredentials, readCredentials } from './credentials.ts';
import { type EngineFolders, engineFolders } from './folders.ts';

let folders: EngineFolders;
beforeEach(() => {
  const root = mkdtempSync(join(tmpdir(), 'credentials-'));
  folders = { ...engineFolders('spec'), root, credentials: join(root, 'credentials') };
});
afterEach(() => rmSync(folders.root, { recursive: true }));

it('a key is made anew for each start, for its owner’s eyes only, also over a file that others could read', () => {
  writeFileSync(folders.credentials, 'old', { mode: 0o666 });
  const first = makeCredentials(folders);
  expect(readCredentials(folders)).toEqual(first);
  expect(statSync(folders.credentials).mode & 0o777).toBe(0o600);
  const second = makeCredentials(folders);
  expect(second.accessKeyId).not.toBe(first.accessKeyId);
  // Begins unlike AWS's own and unlike an account, for which engines would take it.
  expect(second.accessKeyId).toMatch(/^LOCAL[A-Z2-7]{27}$/);
  expect(second.secretAccessKey).toMatch(/^[\w-]{40}$/);
});

it.each(['', '[default]\n', '[default]\naws_access_key_id =\n', 'nonsense'])('%j holds no key', (text) => {
  writeFileSync(folders.credentials, text);
  expect(readCredentials(folders)).toBeUndefined();
});

it.each([
  [{}, { accessKeyId: 'test', secretAccessKey: 'test' }],
  [{ AWS_ACCESS_KEY_ID: 'AKIA' }, { accessKeyId: 'test', secretAccessKey: 'test' }],
  [
    { AWS_ACCESS_KEY_ID: 'a', AWS_SECRET_ACCESS_KEY: 'b', AWS_SESSION_TOKEN: 'c' },
    { accessKeyId: 'a', secretAccessKey: 'b', sessionToken: 'c' },
  ],
])('an engine of somebody else is called with what the variables say: %j', (env, expected) => {
  for (const endpoint of ['http://127.0.0.1:1', 'http://10.0.0.7:4566'])
    expect(engineCredentials(endpoint, env)).toEqual(expected);
});
