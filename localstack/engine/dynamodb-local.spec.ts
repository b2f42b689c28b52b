import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dynamoDbFolder, ensureDynamoDbLocal } from './dynamodb-local.ts';
import { hasNativeLibrary } from './dynamodb-maven.ts';

/** sha256 of "jar", which is what the Maven of these tests fetches. */
const HASH = '0163f1eea7894350060624d315234d40c508ab251ba121714e234503045faadd';
let folder: string;
const local = () => join(folder, 'local');
const target = () => dynamoDbFolder(local(), join(folder, 'source'));

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  mkdirSync(join(folder, 'source'));
  mkdirSync(local());
  writeFileSync(join(folder, 'source', 'pom.xml'), '');
  writeFileSync(join(folder, 'source', 'LoopbackServer.java'), '');
  writeFileSync(join(folder, 'source', 'dynamodb-local.lock'), `${HASH}  a.jar\n`);
});
afterEach(() => rmSync(folder, { recursive: true }));

function script(path: string, body: string): string {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${body}\n`);
  chmodSync(file, 0o755);
  return file;
}

/** A JDK whose compiler makes an empty class in the folder behind -d. */
function jdk(version = '17.0.15', home = 'jdk'): string {
  script(`${home}/bin/java`, 'exit 0');
  script(
    `${home}/bin/javac`,
    `echo "javac $*" >> "${folder}/options"
if [ "$1" = -version ]; then echo "javac ${version}"; exit 0; fi
while [ "$1" != -d ]; do shift; done; printf x > "$2/LoopbackServer.class"`,
  );
  return join(folder, home);
}

/** A Maven that writes down its calls and does this, with the output folder in $into. */
const maven = (body = '/bin/mkdir -p "$into"; printf jar > "$into/a.jar"') =>
  script(
    'bin/mvn',
    `echo "mvn $MAVEN_OPTS" >> "${folder}/options"
[ "$1" = --version ] && exit 0
echo "$*" >> "${folder}/calls"
for word; do case "$word" in -DoutputDirectory=*) into="\${word#*=}";; esac; done
${body}`,
  );

/** The Python of LocalStack: its package manager does this, below $FILESYSTEM_ROOT. */
const ensure = ({ java, lpm = 'exit 1' }: { java?: string; lpm?: string } = {}) =>
  ensureDynamoDbLocal({
    python: script('python', lpm),
    report: () => {},
    env: { PATH: join(folder, 'bin'), ...(java ? { JAVA_HOME: java } : {}) },
    folder: local(),
    source: join(folder, 'source'),
  });

/** What LocalStack's package manager leaves behind. */
const DOWNLOADS = `lib="$FILESYSTEM_ROOT/var/lib/localstack/lib"
/bin/mkdir -p "$lib/java/21/bin" "$lib/dynamodb-local/2/DynamoDBLocal_lib"
printf jar > "$lib/dynamodb-local/2/DynamoDBLocal.jar"
for name in java javac; do /bin/cp "$JDK/bin/$name" "$lib/java/21/bin/$name"; done`;

describe.skipIf(!hasNativeLibrary())('ensureDynamoDbLocal by Maven', () => {
  it('is there after one call, as LocalStack looks for it, and the second time calls nobody', async () => {
    maven();
    expect(await ensure({ java: jdk() })).toBe(target());
    const server = join(target(), 'dynamodb-local', '2');
    expect(readdirSync(server).sort()).toEqual([
      'DynamoDBLocal.jar',
      'DynamoDBLocal_lib',
      'ddb-local-loader-0.1.jar',
    ]);
    expect(existsSync(join(target(), 'java', '21', 'bin', 'java'))).toBe(true);
    expect(readFileSync(join(folder, 'calls'), 'utf8')).toContain(
      `-Dmaven.repo.local=${join(local(), 'cache', 'maven')}`,
    );
    rmSync(join(folder, 'calls'));
    await ensure();
    expect(existsSync(join(folder, 'calls'))).toBe(false);
  });

  it('has no run of Java leave its folder in /tmp', async () => {
    maven();
    await ensure({ java: jdk() });
    const runs = readFileSync(join(folder, 'options'), 'utf8').trim().split('\n');
    expect(new Set(runs.map((run) => run.split(' ')[0]))).toEqual(new Set(['javac', 'mvn']));
    for (const run of runs) expect(run).toContain('-XX:-UsePerfData');
  });

  it('starts afresh after a download that was killed half way', async () => {
    maven('/bin/mkdir -p "$into"; printf ja > "$into/a.jar"; kill -9 $$');
    await expect(ensure({ java: jdk() })).rejects.toThrow(/^fetching DynamoDB Local with Maven failed/);
    expect(existsSync(target())).toBe(false);
    maven();
    await ensure({ java: jdk() });
    expect(readdirSync(join(local(), 'java')).filter((name) => name.includes('.partial'))).toEqual([]);
  });

  it('looks for another Java when the one that it was installed with is gone', async () => {
    maven();
    await ensure({ java: jdk('17', 'old') });
    rmSync(join(folder, 'old'), { recursive: true });
    await ensure({ java: jdk('21', 'new') });
    expect(existsSync(join(target(), 'java', '21', 'bin', 'java'))).toBe(true);
  });

  it.each([
    [
      'Maven has no network',
      'echo "[ERROR] Failed to execute goal: Could not transfer artifact from/to central: Connection refused"; exit 1',
      /^the download failed while fetching DynamoDB Local with Maven .*: check the network/,
    ],
    [
      'Maven does not know the host',
      'echo "[ERROR] Plugin x could not be resolved: maven.example: Name or service not known"; exit 1',
      /^the download failed while fetching DynamoDB Local with Maven/,
    ],
    [
      'the disk is full',
      'echo "[ERROR] Failed to execute goal: No space left on device"; exit 1',
      /^the disk is full while fetching DynamoDB Local with Maven/,
    ],
    [
      'a file was changed',
      '/bin/mkdir -p "$into"; printf other > "$into/a.jar"',
      /^a\.jar of DynamoDB Local is not the one that is pinned/,
    ],
    ['a file is missing', '/bin/mkdir -p "$into"', /^a\.jar of DynamoDB Local is not the one that is pinned/],
    [
      'there is a file too many',
      '/bin/mkdir -p "$into"; printf jar > "$into/a.jar"; printf b > "$into/b.jar"',
      /^b\.jar of DynamoDB Local is not the one that is pinned/,
    ],
  ])('says so in one line when %s', async (_, body, line) => {
    maven(body);
    await expect(ensure({ java: jdk() })).rejects.toMatchObject({ line: expect.stringMatching(line) });
    expect(existsSync(target())).toBe(false);
  });
});

describe('ensureDynamoDbLocal without Maven', () => {
  it('takes what LocalStack downloads', async () => {
    const home = jdk('21');
    await ensure({ lpm: `JDK="${home}"\n${DOWNLOADS}` });
    const server = join(target(), 'dynamodb-local', '2');
    expect(readFileSync(join(server, 'DynamoDBLocal_lib', 'DynamoDBLocal.jar'), 'utf8')).toBe('jar');
    expect(readFileSync(join(server, 'DynamoDBLocal.jar')).length).toBeGreaterThan(100);
    expect(readdirSync(join(local(), 'java'))).toEqual([target().split('/').at(-1)]);
  });

  it.each([
    ['there is neither Java nor Maven', () => undefined, 'Maven or a JDK 17'],
    ['there is no Maven', () => jdk(), 'Maven'],
    ['there is no Java', () => void maven(), 'a JDK 17'],
    [
      'the Java is too old',
      () => {
        maven();
        return jdk('11.0.2');
      },
      'a JDK 17',
    ],
    [
      'the Java has no compiler',
      () => {
        maven();
        const home = jdk();
        rmSync(join(home, 'bin', 'javac'));
        return home;
      },
      'a JDK 17',
    ],
  ])('says what to install when %s and nothing can be downloaded', async (_, arrange, missing) => {
    const lpm = 'echo "requests.exceptions.ConnectionError: Name or service not known" >&2; exit 1';
    const java = arrange();
    const lacking = hasNativeLibrary() ? missing : 'Maven';
    const line = new RegExp(
      `^LocalStack needs DynamoDB Local: without ${lacking} it was .*the download failed.*: install a JDK 17`,
    );
    await expect(ensure({ java, lpm })).rejects.toMatchObject({ line: expect.stringMatching(line) });
    expect(existsSync(target())).toBe(false);
  });
});
