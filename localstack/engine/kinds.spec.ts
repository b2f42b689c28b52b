import { afterEach, describe, expect, it, vi } from 'vitest';
import { engineFolders } from './folders.ts';
import { engineKind, KINDS } from './kinds.ts';
import { localemu } from './localemu.ts';
import { localstack } from './localstack.ts';

afterEach(() => void vi.unstubAllEnvs());

describe.each([localemu, localstack])('$id', (kind) => {
  const folders = engineFolders('spec');
  const credentials = { accessKeyId: 'LOCALKEY', secretAccessKey: 'secret' };

  it('takes nothing over from the shell', () => {
    vi.stubEnv('SECRET_OF_THE_SHELL', 'x');
    vi.stubEnv('HTTPS_PROXY', 'http://proxy');
    const { env } = kind.command({ port: 4999, folders, credentials });
    expect(Object.keys(env)).not.toContain('SECRET_OF_THE_SHELL');
    expect(Object.keys(env)).not.toContain('HTTPS_PROXY');
  });

  it('keeps to its own folder and to loopback', () => {
    const { env, args, links = {} } = kind.command({ port: 4999, folders, credentials });
    for (const key of ['HOME', 'TMPDIR', 'XDG_CACHE_HOME', 'FILESYSTEM_ROOT', 'LAMBDA_PROCESS_DIR'])
      expect(env[key]).toContain(`${folders.root}/`);
    for (const path of Object.keys(links)) expect(path).toContain(`${folders.run}/`);
    expect(env).toMatchObject({ GATEWAY_LISTEN: '127.0.0.1:4999', GATEWAY_SERVER: 'threaded' });
    expect(args).toContain(folders.root);
  });

  it('is as it was released where it is asked for', () => {
    const { env } = kind.command({ port: 4999, folders, credentials, unoptimized: true });
    expect(env).toMatchObject({ GATEWAY_SERVER: 'hypercorn', LAMBDA_PROCESS_SPEED: 'cloudtrail' });
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
    expect(String(kind.reason(log))).toMatch(reason);
  });

  it('is not healthy where nothing listens', async () => {
    expect(await kind.isHealthy('http://127.0.0.1:1', credentials)).toBe(false);
  });
});

describe('engineKind', () => {
  it.each([
    ['', 'localemu'],
    ['localemu', 'localemu'],
    ['localstack', 'localstack'],
  ])('is for ENGINE=%s %s', (name, id) => {
    expect(engineKind(name).id).toBe(id);
  });

  it('names those that there are when it knows none of that name', () => {
    expect(() => engineKind('nope')).toThrow('there is no engine "nope"');
  });

  it('knows of every engine what it needs and what it lacks', () => {
    for (const { needs, lacks } of KINDS) {
      expect(needs.length).toBeGreaterThan(0);
      expect(lacks.length).toBeGreaterThan(0);
    }
  });
});
