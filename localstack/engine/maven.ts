import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { run } from '@serverless-orders/command-line/process-run';
import { UserError } from '@serverless-orders/command-line/user-error';
import { installError } from './install-error.ts';
import { NO_PERF_DATA, UTF_8 } from './java.ts';

/** How long Maven waits for data on a connection (ms): by itself half an hour, so that a fetch that stalls looks like a hang. */
const STALLED_MS = 60_000;

/** By the resolver of Maven 3.9 and by the older Wagon: https://maven.apache.org/resolver/configuration.html */
const TIMEOUTS = [`-Daether.connector.requestTimeout=${STALLED_MS}`, `-Dmaven.wagon.rto=${STALLED_MS}`];

const environment = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...env,
  LC_ALL: UTF_8,
  MAVEN_OPTS: [env.MAVEN_OPTS, NO_PERF_DATA].filter(Boolean).join(' '),
});

export async function hasMaven(env: NodeJS.ProcessEnv): Promise<boolean> {
  return (await run('mvn', ['--version'], { env: environment(env), timeoutMs: 30_000 })).code === 0;
}

/**
 * Runs a goal of Maven. Its own settings (mirrors, proxies) hold; what it downloads stays in the folder.
 *
 * @throws UserError with Maven's reason, when it fails or takes over ten minutes.
 */
export async function runMaven(options: {
  /** What is fetched, in words. */
  what: string;
  args: string[];
  /** The home of the Java that runs it; Maven's own choice unless given. */
  jdk?: string;
  env: NodeJS.ProcessEnv;
  folder: string;
}): Promise<void> {
  const { what, args, jdk, env, folder } = options;
  const repository = join(folder, 'cache', 'maven');
  mkdirSync(repository, { recursive: true });
  const { code, output, timedOut } = await run(
    'mvn',
    ['-q', '-B', ...TIMEOUTS, `-Dmaven.repo.local=${repository}`, ...args],
    { env: { ...environment(env), ...(jdk && { JAVA_HOME: jdk }) }, cwd: folder },
  );
  if (timedOut)
    throw new UserError(`fetching ${what} took over 10 minutes`, 'check the network, then try again');
  if (code !== 0) throw installError(`fetching ${what} with Maven`, reasonOf(output));
}

/** Maven tells its reason first, at the end of a long line, and what to read about it after that. */
function reasonOf(output: string): string {
  const lines = stripVTControlCharacters(output).split('\n');
  const first = lines.find((line) => line.startsWith('[ERROR]')) ?? output;
  return /(?:Could not transfer|Could not find).*/.exec(first)?.[0] ?? first;
}
