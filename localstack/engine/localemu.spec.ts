import { afterEach, describe, expect, it, vi } from 'vitest';
import { engineFolders } from './folders.ts';
import { engineKind } from './kinds.ts';
import { localemu } from './localemu.ts';

afterEach(() => void vi.unstubAllEnvs());

describe('localemu', () => {
  it('takes nothing over from the shell', () => {
    vi.stubEnv('SECRET_OF_THE_SHELL', 'x');
    vi.stubEnv('HTTPS_PROXY', 'http://proxy');
    const { env } = localemu.command({ port: 4999, folders: engineFolders('spec') });
    expect(Object.keys(env)).not.toContain('SECRET_OF_THE_SHELL');
    expect(Object.keys(env)).not.toContain('HTTPS_PROXY');
  });

  it('keeps to its own folder and to loopback', () => {
    const folders = engineFolders('spec');
    const { env, args } = localemu.command({ port: 4999, folders });
    for (const key of ['HOME', 'TMPDIR', 'XDG_CACHE_HOME', 'FILESYSTEM_ROOT', 'LAMBDA_PROCESS_DIR'])
      expect(env[key]).toContain(`${folders.root}/`);
    expect(env).toMatchObject({ GATEWAY_LISTEN: '127.0.0.1:4999', GATEWAY_SERVER: 'hypercorn' });
    expect(args).toContain(folders.root);
  });

  it.each([
    ['INFO x\nTraceback\n  File\nOSError: [Errno 28] No space left on device\n', /No space left/],
    [
      'ImportError: a\nERROR: The LocalEmu Runtime could not be initialized: b\n',
      /could not be initialized: b/,
    ],
    ['just this\n\n', /^just this$/],
    ['', /^undefined$/],
  ])('finds the reason in the log %j', (log, reason) => {
    expect(String(localemu.reason(log))).toMatch(reason);
  });

  it('is not healthy where nothing listens', async () => {
    expect(await localemu.isHealthy('http://127.0.0.1:1')).toBe(false);
  });
});

describe('engineKind', () => {
  it('is LocalEmu unless another is named', () => {
    expect(engineKind('')).toBe(localemu);
    expect(() => engineKind('nope')).toThrow('there is no engine "nope"');
  });
});
