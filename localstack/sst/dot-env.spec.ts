import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { refuseControlsInFiles, variablesOf } from './dot-env.ts';

const folder = mkdtempSync(join(tmpdir(), 'dot-env-'));
let apps = 0;

afterAll(() => rmSync(folder, { recursive: true }));

/** An app with these files. */
function app(files: Record<string, string>): string {
  const path = join(folder, String(apps++));
  mkdirSync(path);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(path, name), text);
  return path;
}

describe('a .env file of a local stage', () => {
  it.each([
    'AWS_PROFILE',
    'AWS_ACCESS_KEY_ID',
    'AWS_ENDPOINT_URL',
    'AWS_ENDPOINT_URL_SSM',
    'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
    'AWS_ANYTHING_NEW',
    'SST_STAGE',
    'SST_BIN_PATH',
    'SST_PULUMI_PATH',
    'PULUMI_HOME',
    'LOCAL_STAGE_ENDPOINT',
    'LOCAL_STAGE_VARIABLES',
    'STAND_IN_FOLDER',
    'NODE_OPTIONS',
    'NODE_PATH',
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'NODE_USE_ENV_PROXY',
    'NODE_EXTRA_CA_CERTS',
    'HTTP_PROXY',
    'https_proxy',
    'ALL_PROXY',
    'NO_PROXY',
    'npm_config_registry',
    'NPM_CONFIG_REGISTRY',
    'BUN_CONFIG_REGISTRY',
    'BUN_OPTIONS',
    'NO_BUN',
    'LD_PRELOAD',
    'DYLD_INSERT_LIBRARIES',
    'XDG_CONFIG_HOME',
    'HOME',
    'PATH',
    'SSL_CERT_FILE',
    'ESBUILD_BINARY_PATH',
    'ESBUILD_WORKER_THREADS',
    'TSX_TSCONFIG_PATH',
    'JITI_ALIAS',
    'SWC_BINARY_PATH',
    'BASH_ENV',
    'BASH_FUNC_node',
    'ENV',
    'SHELLOPTS',
    'ZDOTDIR',
    'IFS',
    'PYTHON',
    'PYTHONPATH',
    'PYTHONSTARTUP',
    'PYTHONHOME',
    'PERL5OPT',
    'PERL5LIB',
    'RUBYOPT',
    'JAVA_TOOL_OPTIONS',
    '_JAVA_OPTIONS',
    'JDK_JAVA_OPTIONS',
    'JAVA_HOME',
    'MAVEN_OPTS',
    'GODEBUG',
    'GOFLAGS',
    'GLIBC_TUNABLES',
    'GCONV_PATH',
    'HOSTALIASES',
    'LOCALDOMAIN',
    'RES_OPTIONS',
    'OPENSSL_CONF',
    'OPENSSL_MODULES',
    'SSLKEYLOGFILE',
    'GIT_SSH_COMMAND',
    'GIT_EXEC_PATH',
    'SSH_ASKPASS',
    'DOCKER_HOST',
    'UV_INDEX_URL',
    'LD_AUDIT',
    'LD_LIBRARY_PATH',
    'BUN_INSTALL',
    'EDITOR',
    'TMP',
  ])('may not set %s', (name) => {
    expect(() => refuseControlsInFiles(app({ '.env': `A=1\n${name}=x\n` }), 'local')).toThrow(
      `.env:2 ${name}`,
    );
  });

  it.each([
    'SST_SECRET_Token',
    'CORS_ORIGINS',
    'RATE_LIMIT_CUSTOMER',
    'NODE_ENV',
    'DATABASE_URL',
    'MY_AWS_NOTE',
    'ENVIRONMENT',
    'LOG_LEVEL',
    'PORT',
    'GOOGLE_CLIENT_ID',
    'GITHUB_TOKEN',
    'GIT',
    'LDAP_URL',
    'STRIPE_KEY',
    'OPENAI_API_KEY',
    'CCACHE',
    'PERLS',
  ])('may set %s', (name) => {
    expect(() => refuseControlsInFiles(app({ '.env': `${name}=x` }), 'local')).not.toThrow();
  });

  it.each([
    ['.env', 'test-1', true],
    ['.env.test-1', 'test-1', true],
    ['.env.local', 'local', true],
    ['.env.local', 'test-1', true],
    ['.env.production', 'local', false],
    ['.env.test-2', 'test-1', false],
  ])('%s is looked at for the stage %s: %s', (file, stage, looked) => {
    const look = () => refuseControlsInFiles(app({ [file]: 'AWS_PROFILE=work' }), stage);
    if (looked) expect(look).toThrow(`${file}:1 AWS_PROFILE`);
    else expect(look).not.toThrow();
  });

  it('is told of with every place at once', () => {
    const files = { '.env': 'AWS_PROFILE=a\nOK=1\nSST_STAGE=b', '.env.local': 'NODE_OPTIONS=c' };
    expect(() => refuseControlsInFiles(app(files), 'local')).toThrow(
      '.env:1 AWS_PROFILE, .env:3 SST_STAGE, .env.local:1 NODE_OPTIONS',
    );
  });
});

/** As sst's own reader (godotenv) takes them. */
describe('variablesOf', () => {
  it.each([
    ['A=1\nB=2', ['A', 'B']],
    ['A=1\r\nB=2\rC=3', ['A', 'B', 'C']],
    ['  A = 1', ['A']],
    ['\tA=1', ['A']],
    ['\u00a0A=1', ['A']],
    ['\ufeffA=1', ['A']],
    ['\u0085A=1', ['A']],
    ['export A=1', ['A']],
    ['export\tA=1', ['A']],
    ['A: 1', ['A']],
    ['A="x" B=2', ['A', 'B']],
    ["A='x'B=2", ['A', 'B']],
    ['A="x\ny"\nB=2', ['A', 'B']],
    ['A="one\nB=2"', ['A', 'B']],
    ['# A=1\nB=2', ['B']],
    ['A=x B=2', ['A']],
    ['A=1 # B=2', ['A']],
    ['', []],
    ['nonsense', []],
  ])('%j sets %j', (text, names) => {
    expect(variablesOf(text).map(({ name }) => name)).toEqual(names);
  });
});
