import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { inPackage } from '../paths.ts';
import { dockerKind, variables } from './docker.ts';
import { engineFolders } from './folders.ts';

const here = (...parts: string[]) => inPackage('engine', 'docker', ...parts);
const file = readFileSync(here('compose.yaml'), 'utf8');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'docker-'));
  vi.stubEnv('PATH', folder);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const credentials = { accessKeyId: 'LOCALKEY', secretAccessKey: 'secret' };

/** A docker that writes down its calls and does this. */
function docker(body: string): void {
  writeFileSync(join(folder, 'docker'), `#!/bin/sh\necho "$*" >> "${folder}/calls"\n${body}\n`);
  chmodSync(join(folder, 'docker'), 0o755);
}
const calls = () => readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n');
const install = () => dockerKind.install(() => {});

describe('compose.yaml', () => {
  /** Compose fills in the variables before it looks at the file. */
  const filled = file.replaceAll(/\$\{(\w+):\?\}/g, (_, name: string) => {
    const value = variables(4566, credentials)[name];
    if (value === undefined) throw new Error(`nobody sets ${name}`);
    return value;
  });
  const content = parse(filled);

  it('is as the Compose Specification has it', () => {
    const text = readFileSync(here('compose-spec', 'compose-spec.json'), 'utf8');
    // Its ids are written as drafts before the one that it names had them, and nothing refers to them.
    const drop = (key: string, value: unknown) =>
      ['id', '$schema'].includes(key) && typeof value === 'string' ? undefined : value;
    const validate = new Ajv2019({ strict: false, formats: { ports: true, expose: true, duration: true } });
    const isValid = validate.compile(JSON.parse(text, drop));
    expect([isValid(content), isValid.errors]).toEqual([true, null]);
    expect(isValid({ services: { localstack: { image: 1, portz: [] } } })).toBe(false);
  });

  it('hands the key over, without which its guard does not let the engine start', () => {
    expect(content.services.localstack.environment).toMatchObject({
      AWS_ACCESS_KEY_ID: credentials.accessKeyId,
      STRICT_SERVICE_LOADING: '1',
    });
    expect(content.services.localstack.environment.SERVICES.split(',')).not.toContain('cloudformation');
  });

  it('publishes one port, on loopback, and nothing of Docker itself', () => {
    const { ports, volumes, privileged, network_mode } = content.services.localstack;
    expect(ports).toEqual(['127.0.0.1:4566:4566']);
    expect(JSON.stringify(volumes)).not.toContain('docker.sock');
    expect(volumes.every((volume: { read_only?: boolean }) => volume.read_only)).toBe(true);
    expect([privileged, network_mode]).toEqual([undefined, undefined]);
  });
});

describe.skipIf(process.platform !== 'linux')('ENGINE=docker', () => {
  it.each([
    ['there is no docker', undefined, /^docker is not on this machine: install Docker with/],
    [
      'there is no compose plugin',
      'echo "docker: unknown command: docker compose" >&2; exit 1',
      /^docker has no compose plugin: install Docker with its compose plugin/,
    ],
    [
      'the daemon does not answer',
      '[ "$1" = compose ] && exit 0; echo "Cannot connect to the Docker daemon" >&2; exit 1',
      /^Docker does not answer \(Cannot connect to the Docker daemon\): start Docker/,
    ],
    [
      'the image cannot be fetched',
      'case "$1" in compose|info) exit 0;; image) exit 1;; pull) echo "dial tcp: i/o timeout"; exit 1;; esac',
      /^the download failed while fetching the image localstack\/localstack:4\.14\.0/,
    ],
  ])('says so in one line when %s', async (_, body, line) => {
    if (body) docker(body);
    await expect(install()).rejects.toMatchObject({ line: expect.stringMatching(line) });
  });

  it('fetches the image once', async () => {
    docker(
      `case "$1" in image) [ -e "${folder}/pulled" ] || exit 1;; pull) : > "${folder}/pulled";; esac; exit 0`,
    );
    await install();
    await install();
    expect(calls().filter((call) => call.startsWith('pull'))).toEqual([
      'pull --quiet localstack/localstack:4.14.0',
    ]);
  });

  it('tells its own container by the port that it was published at, and takes it down', async () => {
    const folders = engineFolders('spec');
    docker('[ "$6" = port ] && echo 127.0.0.1:4999; exit 0');
    expect(await dockerKind.outside?.holds(4999, folders)).toBe(true);
    expect(await dockerKind.outside?.holds(4998, folders)).toBe(false);
    await dockerKind.outside?.end(folders);
    expect(calls().at(-1)).toMatch(/^compose -p spec-\w+ -f .+compose\.yaml down/);
  });

  it('takes nothing over from the shell but what Docker is found by', () => {
    vi.stubEnv('SECRET_OF_THE_SHELL', 'x');
    vi.stubEnv('DOCKER_HOST', 'unix:///run/user/1000/docker.sock');
    const { env, args } = dockerKind.command({ port: 4999, folders: engineFolders('spec'), credentials });
    expect(Object.keys(env)).not.toContain('SECRET_OF_THE_SHELL');
    expect(env).toMatchObject({ DOCKER_HOST: 'unix:///run/user/1000/docker.sock', ENGINE_PORT: '4999' });
    expect(env.AWS_ACCESS_KEY_ID).toBe(credentials.accessKeyId);
    expect(args).toContain('up');
  });
});
