import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { withLock } from '@serverless-orders/command-line/file-lock';
import type { Report } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import { inPackage, inShared } from '../paths.ts';
import { downloadByLocalStack } from './dynamodb-download.ts';
import { fetchByMaven, hasNativeLibrary } from './dynamodb-maven.ts';
import { wrapServer } from './dynamodb-wrapper.ts';
import { findJdk, OLDEST_JAVA } from './java.ts';
import { hasMaven } from './maven.ts';

const SOURCE = inPackage('engine', 'dynamodb-local');

const NEEDED = `install a JDK ${OLDEST_JAVA} or newer and Maven (on Debian and Ubuntu: sudo apt install openjdk-17-jdk-headless maven)`;

/** It can be had by its hashes only with Maven and a JDK, and one of them is not there. */
export class NoMaven extends UserError {}

export interface DynamoDbOptions {
  /** The Python that LocalStack is installed in: its own installers are the second way, and without it there is none. */
  python?: string;
  report: Report;
  env?: NodeJS.ProcessEnv;
  /** Where everything goes: .local unless a test says otherwise. */
  folder?: string;
  /** The folder of what it is installed from. */
  source?: string;
}

/** Where DynamoDB Local and the Java for it are, in the order that LocalStack's `lib` folder has. */
export function dynamoDbFolder(folder = inShared(), source = SOURCE): string {
  const hash = createHash('sha256');
  for (const name of ['pom.xml', 'dynamodb-local.lock', 'LoopbackServer.java'])
    hash.update(readFileSync(join(source, name)));
  return join(folder, 'java', `dynamodb-local-${hash.digest('hex').slice(0, 12)}`);
}

/**
 * Makes sure that DynamoDB Local and a Java are there for LocalStack: by Maven, with a version and hashes that are
 * pinned, where Maven and a JDK are; else by LocalStack's own installers, which take the newest of both. The folder appears
 * by one rename, so that an installation that was killed half way is none.
 *
 * @throws UserError when it cannot be had, with what to install; NoMaven when that is all, and no `python` is given.
 */
export async function ensureDynamoDbLocal(options: DynamoDbOptions): Promise<string> {
  const { report, folder = inShared(), source = SOURCE } = options;
  const target = dynamoDbFolder(folder, source);
  if (isWhole(target)) return target;
  return withLock(
    join(folder, 'java.lock'),
    async () => {
      if (!isWhole(target)) await install(target, { ...options, folder, source });
      return target;
    },
    { onWait: (pid) => report(`waiting for process ${pid}, which is installing DynamoDB Local`) },
  );
}

/** A Java that was uninstalled since is looked for again. */
const isWhole = (target: string): boolean =>
  existsSync(join(serverOf(target), 'DynamoDBLocal.jar')) && existsSync(javaOf(target));

/** The folder of the server and its libraries. */
export const serverOf = (target: string): string => join(target, 'dynamodb-local', '2');

/** LocalStack looks for a Java 21 at this place; any that is new enough will do. */
export const javaOf = (target: string): string => join(javaHome(target), 'bin', 'java');

const javaHome = (target: string): string =>
  join(target, 'java', '21', ...(process.platform === 'darwin' ? ['Contents', 'Home'] : []));

async function install(
  target: string,
  options: DynamoDbOptions & { folder: string; source: string },
): Promise<void> {
  const { python, report, env = process.env, folder, source } = options;
  const jdk = await findJdk(env);
  const maven = hasNativeLibrary() && (await hasMaven(env));
  const partial = `${target}.partial`;
  rmSync(partial, { recursive: true, force: true });
  const server = serverOf(partial);
  mkdirSync(server, { recursive: true });
  if (jdk && maven) {
    report('fetching DynamoDB Local with Maven');
    await fetchByMaven({ into: join(server, 'DynamoDBLocal_lib'), jdk, env, folder, source });
    mkdirSync(dirname(javaHome(partial)), { recursive: true });
    symlinkSync(jdk, javaHome(partial));
  } else if (python === undefined) {
    throw new NoMaven('DynamoDB Local needs Maven and a JDK to be fetched by', NEEDED);
  } else {
    report('fetching Java and DynamoDB Local with LocalStack’s own installers');
    const missing = jdk ? 'Maven' : maven ? `a JDK ${OLDEST_JAVA}` : `Maven or a JDK ${OLDEST_JAVA}`;
    await downloadByLocalStack({ ...options, python, env, into: partial, folder }).catch((cause: Error) => {
      throw new UserError(
        `LocalStack needs DynamoDB Local: without ${missing} it was to be downloaded, and ${cause.message}`,
        `${NEEDED}, or check the network`,
        { cause },
      );
    });
  }
  await wrapServer({ server, java: javaHome(partial), env, source });
  rmSync(target, { recursive: true, force: true });
  renameSync(partial, target);
}
