import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '@serverless-orders/command-line/user-error';
import { runMaven } from './maven.ts';

/** SQLite for Java, by machine: what Maven's DynamoDB Local brings, and the name under which it is looked for. */
const NATIVE: Record<string, [file: string, name: string]> = {
  'linux-x64': ['libsqlite4java-linux-amd64-1.0.392.so', 'libsqlite4java-linux-amd64.so'],
};
const native = NATIVE[`${process.platform}-${process.arch}`];

/** Named in full: an offline Maven says of a short name only that it does not know it. */
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';

/** Maven's package lacks the native library of most machines; LocalStack's download has them all. */
export const hasNativeLibrary = (): boolean => native !== undefined;

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
  const goal = [COPY, `-DoutputDirectory=${into}`, '-DincludeScope=runtime'];
  await runMaven({
    what: 'DynamoDB Local',
    args: ['-f', join(source, 'pom.xml'), ...goal],
    jdk,
    env,
    folder,
  });
  checkHashes(into, join(source, 'dynamodb-local.lock'));
  const [file, name] = native!;
  symlinkSync(file, join(into, name));
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
