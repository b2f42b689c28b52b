import { settingsEnvironment } from '@serverless-orders/stages/launched';
import { describe, expect, it } from 'vitest';
import { localEnvironment } from './environment.ts';

const places = { app: '/app', local: '/app/.local' };
// No engine of this checkout is there.
const endpoint = 'http://127.0.0.1:1';

describe('localEnvironment', () => {
  it('leads to the engine, whatever the shell is logged in to', () => {
    const base = {
      AWS_PROFILE: 'production',
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: 'theirs',
      AWS_SESSION_TOKEN: 'token',
      AWS_ENDPOINT_URL: 'https://example.org',
      AWS_ENDPOINT_URL_DYNAMODB: 'https://dynamodb.eu-west-1.amazonaws.com',
      AWS_CONFIG_FILE: '/home/me/.aws/config',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/token',
      AWS_REGION: 'eu-west-1',
    };
    const env = localEnvironment({ places, endpoint, base });
    const aws = Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith('AWS_')));
    expect(aws).toEqual({
      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: 'AKIA',
      AWS_SECRET_ACCESS_KEY: 'theirs',
      AWS_SESSION_TOKEN: 'token',
      AWS_REGION: 'us-east-1',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_CONFIG_FILE: '/app/.local/no-aws-config',
      AWS_SHARED_CREDENTIALS_FILE: '/app/.local/no-aws-credentials',
      AWS_EC2_METADATA_DISABLED: 'true',
    });
  });

  it('keeps the rest, secrets that are set for a stage among it', () => {
    const base = {
      HOME: '/home/me',
      SST_SECRET_Token: 'x',
      SST_PULUMI_PATH: '/usr/bin/pulumi',
      NODE_OPTIONS: '--inspect',
    };
    const env = localEnvironment({ places, endpoint, base });
    expect(env).toMatchObject({ SST_SECRET_Token: 'x', SST_TELEMETRY_DISABLED: '1' });
    expect(env.SST_PULUMI_PATH).toMatch(/^\/app\/\.local\/.*\/sst\/bin\/pulumi$/);
    expect(env.NODE_OPTIONS).toBeUndefined();
  });

  it("has of the caller only what is the machine's where the settings are given, and those", () => {
    const base = {
      HOME: '/home/me',
      LANG: 'C',
      HTTP_PROXY: 'http://p',
      MAIL_SENDER: 'me@x.test',
      SST_SECRET_Token: 'x',
    };
    const env = localEnvironment({
      places,
      endpoint,
      base,
      settings: { METRICS_TOKEN: 't' },
      registry: true,
    });
    expect(env).toMatchObject({ HOME: '/home/me', LANG: 'C', HTTP_PROXY: 'http://p', METRICS_TOKEN: 't' });
    expect(env).not.toHaveProperty('MAIL_SENDER');
    expect(env).not.toHaveProperty('SST_SECRET_Token');
    // As sst adds it, of a `.env` file.
    expect(settingsEnvironment({ ...env, MAIL_SENDER: 'me@x.test' })).toEqual({ METRICS_TOKEN: 't' });
  });

  it.each([
    ['HTTP_PROXY', 'http://proxy'],
    ['https_proxy', 'http://proxy'],
    ['NODE_USE_ENV_PROXY', '1'],
    ['NODE_EXTRA_CA_CERTS', '/ca.pem'],
    ['npm_config_registry', 'http://registry.example'],
    ['BUN_CONFIG_REGISTRY', 'http://registry.example'],
  ])('has %s only while the CLI installs what it needs', (name, value) => {
    const base = { [name]: value };
    expect(localEnvironment({ places, endpoint, base })[name]).toBeUndefined();
    expect(localEnvironment({ places, endpoint, base, registry: true })[name]).toBe(value);
  });

  it.each([
    'ESBUILD_BINARY_PATH',
    'TSX_TSCONFIG_PATH',
    'BASH_ENV',
    'ENV',
    'PYTHONPATH',
    'PERL5OPT',
    'JAVA_TOOL_OPTIONS',
    'GODEBUG',
    'GLIBC_TUNABLES',
    'HOSTALIASES',
    'OPENSSL_CONF',
    'GIT_SSH_COMMAND',
    'DOCKER_HOST',
    'LD_PRELOAD',
    'DYLD_INSERT_LIBRARIES',
    'BUN_OPTIONS',
  ])('never has the %s of the caller', (name) => {
    const base = { [name]: 'theirs' };
    expect(localEnvironment({ places, endpoint, base })[name]).toBeUndefined();
    expect(localEnvironment({ places, endpoint, base, registry: true })[name]).toBeUndefined();
  });

  it.each(['EDITOR', 'JAVA_HOME', 'LD_LIBRARY_PATH', 'GITHUB_TOKEN', 'LANG', 'CORS_ORIGINS'])(
    'has the %s of the caller',
    (name) => {
      expect(localEnvironment({ places, endpoint, base: { [name]: 'mine' } })[name]).toBe('mine');
    },
  );

  it('does not send what is for the engine to a proxy', () => {
    const options = { places, endpoint: 'http://10.0.0.7:4566', base: { NO_PROXY: 'intranet' } };
    expect(localEnvironment(options).NO_PROXY).toBe('127.0.0.1,localhost,10.0.0.7');
    expect(localEnvironment({ ...options, registry: true }).NO_PROXY).toBe(
      'intranet,127.0.0.1,localhost,10.0.0.7',
    );
  });

  it('stops at an address that could be anywhere', () => {
    expect(() => localEnvironment({ places, endpoint: 'https://sqs.us-east-1.amazonaws.com' })).toThrow(
      'neither on this machine nor on a private network',
    );
  });
});
