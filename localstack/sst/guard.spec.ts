import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardStage, tell } from '@serverless-orders/stages/guard';
import { settingsEnvironment, strayControl } from '@serverless-orders/stages/launched';
import { describe, expect, it, vi } from 'vitest';
import { localEnvironment } from './environment.ts';

const endpoint = 'http://127.0.0.1:4566';
const started = localEnvironment({
  places: { app: '/app', local: '/app/.local' },
  endpoint,
  extra: { STAND_IN_PROGRESS: '/counts', BUN_INSTALL_CACHE_DIR: '/cache' },
  base: { PATH: '/bin', HOME: '/home/me', LD_LIBRARY_PATH: '/lib', NODE_ENV: 'test' },
});

describe('guardStage', () => {
  it.each(['local', 'local-me', 'test-1'])('stops a bare npx sst at %s, and says what to call', (stage) => {
    expect(() => guardStage(stage, { env: {} })).toThrow(
      expect.objectContaining({ remedy: `use \`npm run sst -- <command> --stage ${stage}\`` }),
    );
  });

  it.each([
    ['another engine', { AWS_ENDPOINT_URL: 'http://127.0.0.1:9999' }],
    ['none', { AWS_ENDPOINT_URL: undefined }],
    ['one without a launcher', { LOCAL_STAGE_VARIABLES: undefined }],
  ])('stops at %s', (_, change) => {
    expect(() => guardStage('local', { env: { ...started, ...change } })).toThrow();
  });

  it.each(['Local', 'test', 'lcoal', 'local_x'])('stops at %s, which would go to AWS', (stage) => {
    expect(() => guardStage(stage, { env: {} })).toThrow('looks like one');
    expect(() => guardStage(stage, { env: {}, stages: [stage] })).not.toThrow();
  });

  it.each([
    ['local', started],
    ['production', {}],
    [undefined, {}],
  ])('lets %s pass', (stage, env) => {
    expect(() => guardStage(stage, { env })).not.toThrow();
  });
});

describe('what is added to the environment after the launcher', () => {
  it.each([
    ['AWS_PROFILE', 'production'],
    ['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS', 'true'],
    ['AWS_ENDPOINT_URL_SSM', 'https://ssm.eu-west-1.amazonaws.com'],
    ['AWS_SESSION_TOKEN', 'token'],
    ['HTTPS_PROXY', 'http://proxy'],
    ['https_proxy', 'http://proxy'],
    ['NODE_PATH', '/elsewhere'],
    ['LD_PRELOAD', '/elsewhere.so'],
    ['LOCAL_STAGE_ANYTHING', 'x'],
    ['npm_config_registry', 'http://registry.example'],
  ])('%s is found', (name, value) => {
    expect(strayControl({ ...started, [name]: value })).toBe(name);
    expect(() => guardStage('local', { env: { ...started, [name]: value } })).toThrow(name);
  });

  it.each([
    ['SST_SERVER', 'http://0.0.0.0:13557'],
    ['PULUMI_CONFIG_PASSPHRASE', 'x'],
    ['NODE_OPTIONS', '--enable-source-maps'],
    ['AWS_SESSION_TOKEN', ''],
    ['SST_SECRET_Token', 'x'],
    ['CORS_ORIGINS', '*'],
  ])('%s may be', (name, value) => {
    expect(strayControl({ ...started, [name]: value })).toBeUndefined();
  });
});

it('settings are read from the environment where no launcher has given them', () => {
  const env = { MAIL_SENDER: 'me@x.test', LOCAL_STAGE_SETTINGS: '{"MAIL_SENDER":"you@x.test"}' };
  expect(settingsEnvironment(env)).toBe(env);
});

it('what app() tells is where the launcher reads it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'told-'));
  try {
    vi.stubEnv('LOCAL_STAGE_TOLD', join(folder, 'told'));
    tell('error: one');
    tell('error: two');
    expect(readFileSync(join(folder, 'told'), 'utf8')).toBe('error: one\nerror: two\n');
  } finally {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  }
});
