import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { run } from '../process-run.ts';
import { UserError } from '../user-error.ts';
import { installError } from './install-error.ts';
import { NO_PERF_DATA } from './java.ts';

/** SQLite for Java, by machine: what Maven's DynamoDB Local brings, and the name under which it is looked for. */
const NATIVE: Record<string, [file: string, name: string]> = {
  'linux-x64': ['libsqlite4java-linux-amd64-1.0.392.so', 'libsqlite4java-linux-amd64.so'],
};
const native = NATIVE[`${process.platform}-${process.arch}`];

/** Named in full: an offline Maven says of a short name only that it does not know it. */
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** Maven's package lacks the native library of most machines; LocalStack's download has them all. */
export const hasNativeLibrary = (): boolean => native !== undefined;

const mavenEnvironment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  MAVEN_OPTS: [env.MAVEN_OPTS, NO_PERF_DATA].filter(Boolean).join(' '),
});

export async function hasMaven(env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await run('mvn', ['--version'], { env: mavenEnvironment(env), timeoutMs: 30_000 })).code === 0;
}

/**
 * Fetches the jars of DynamoDB Local and checks each against the lock. Maven's own settings (mirrors, proxies) hold; what
 * it downloads stays in the folder.
 *
 * @throws UserError when Maven fails, or a file is missing, is too many or is another one.
 */
export async function fetchByMaven(options: {
  into: string;
  jdk: string;
  env: NodeJS.ProcessEnv;
  folder: string;
  /** The folder of pom.xml and dynamodb-local.lock. */
  source: string;
}): Promise<void> {
  const { into, jdk, env, folder, source } = options;
  const repository = join(folder, 'cache', 'maven');
  mkdirSync(repository, { recursive: true });
  const goal = [COPY, `-DoutputDirectory=${into}`, '-DincludeScope=runtime'];
  const { code, output, timedOut } = await run(
    'mvn',
    ['-q', '-B', '-f', join(source, 'pom.xml'), `-Dmaven.repo.local=${repository}`, ...goal],
    { env: { ...mavenEnvironment(env), JAVA_HOME: jdk }, cwd: folder },
  );
  if (timedOut)
    throw new UserError('fetching DynamoDB Local took over 10 minutes', 'check the network, then try again');
  if (code !== 0) throw installError('fetching DynamoDB Local with Maven', reasonOf(output));
  checkHashes(into, join(source, 'dynamodb-local.lock'));
  const [file, name] = native!;
  symlinkSync(file, join(into, name));
}

/** Maven tells its reason first, at the end of a long line, and what to read about it after that. */
function reasonOf(output: string): string {
  const lines = stripVTControlCharacters(output).split('\n');
  const first = lines.find((line) => line.startsWith('[ERROR]')) ?? output;
  return /(?:Could not transfer|Could not find).*/.exec(first)?.[0] ?? first;
}

/** @throws UserError naming the first file that is not as the lock has it. */
export function checkHashes(folder: string, lock: string): void {
  const wanted = new Map(
    readFileSync(lock, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(/\s+/).reverse() as [name: string, hash: string]),
  );
  const there = readdirSync(folder);
  const hashOf = (name: string) =>
    createHash('sha256')
      .update(readFileSync(join(folder, name)))
      .digest('hex');
  const wrong =
    [...wanted.keys()].find((name) => !there.includes(name)) ??
    there.find((name) => wanted.get(name) !== hashOf(name));
  if (wrong)
    throw new UserError(
      `${wrong} of DynamoDB Local is not the one that is pinned in ${lock}`,
      'check which repository or mirror Maven’s settings name, remove .local/cache/maven, and run the command again',
    );
}
