import { existsSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { run } from '@serverless-orders/command-line/process-run';

/** The oldest Java that DynamoDB Local runs on. */
export const OLDEST_JAVA = 17;

/** A locale in whose encoding Java finds files whose paths have letters beyond ASCII; in POSIX's it does not. */
export const UTF_8 = 'C.UTF-8';

/** Without it every run of Java leaves a folder in /tmp (`hsperfdata_<user>`). */
export const NO_PERF_DATA = '-XX:-UsePerfData';

/**
 * The home of a Java that can compile, and is new enough: JAVA_HOME, else that of the `javac` on PATH, else what macOS
 * says. Undefined when there is none.
 */
export async function findJdk(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const onPath = (env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, 'javac'))
    .filter((path) => existsSync(path))
    .map((path) => dirname(dirname(realpathSync(path))));
  const said = process.platform === 'darwin' ? [await macHome(env)] : [];
  for (const home of [env.JAVA_HOME, ...onPath, ...said])
    if (home && (await isUsable(home, env))) return home;
  return undefined;
}

async function isUsable(home: string, env: NodeJS.ProcessEnv): Promise<boolean> {
  if (!existsSync(join(home, 'bin', 'java'))) return false;
  const javac = join(home, 'bin', 'javac');
  const { code, output } = await run(javac, ['-version', `-J${NO_PERF_DATA}`], { env, timeoutMs: 20_000 });
  return code === 0 && Number(/^javac (\d+)/m.exec(output)?.[1]) >= OLDEST_JAVA;
}

/** A Java that runs programs and is new enough: of JAVA_HOME, else on PATH. Undefined when there is none. */
export async function findJava(env: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const own = env.JAVA_HOME ? [join(env.JAVA_HOME, 'bin', 'java')] : [];
  const onPath = (env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'java'));
  for (const java of [...own, ...onPath]) {
    if (!existsSync(java)) continue;
    const { code, output } = await run(java, [NO_PERF_DATA, '-version'], { env, timeoutMs: 20_000 });
    if (code === 0 && Number(/version "(\d+)/.exec(output)?.[1]) >= OLDEST_JAVA) return java;
  }
  return undefined;
}

async function macHome(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const { code, stdout } = await run('/usr/libexec/java_home', ['-v', `${OLDEST_JAVA}+`], { env });
  return code === 0 ? stdout.trim() : undefined;
}
