import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import {
  type Companion,
  companionFolder,
  type EngineFolders,
  ensureCompanion,
  findJava,
  freePortFrom,
  hasMaven,
  livingCompanion,
  NO_PERF_DATA,
  OLDEST_JAVA,
  runMaven,
  startCompanion,
} from '@serverless-orders/localstack';
import { withLock } from '../../packages/command-line/file-lock.ts';
import type { Report } from '../../packages/command-line/progress.ts';
import { UserError } from '../../packages/command-line/user-error.ts';
import { inLocal } from '../../paths.ts';

const VERSION = '3.5.1';
/** Its smaller build: all of the viewer, and storage in memory only. */
const JAR = `zipkin-server-${VERSION}-slim.jar`;
const SHA256 = '7956e7f2c64b7073e1362b81e697fceb5fe61e121ad3cb48d545461026964b0f';
const COPY = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy';

/** Where Zipkin usually listens. */
const FIRST_PORT = 9411;
/** How many spans it keeps, the latest. */
const SPANS = 200_000;

interface ZipkinOptions {
  report: Report;
  env?: NodeJS.ProcessEnv;
}

/** The address of Zipkin's pages. */
export const zipkinAddress = ({ port }: Pick<Companion, 'port'>): string => `http://127.0.0.1:${port}`;

/**
 * Zipkin beside an engine: the one that runs already, or else one that is fetched and started. It keeps traces in its
 * memory, listens on loopback only, and lets no other page read them.
 *
 * @throws NoViewer when there is no Java or Maven.
 * @throws UserError when it cannot be fetched, or does not start.
 */
export async function ensureZipkin(folders: EngineFolders, options: ZipkinOptions): Promise<Companion> {
  const { report, env = process.env } = options;
  const running = livingCompanion(folders, 'zipkin');
  if (running) return running;
  const java = await findJava(env);
  if (!java) throw lacks(`Java ${OLDEST_JAVA} or newer`);
  const jar = await ensureJar({ report, env });
  return ensureCompanion(folders, { name: 'zipkin', purpose: 'viewer' }, async () => {
    const port = await freePortFrom(FIRST_PORT);
    report(`Zipkin is starting on port ${port}`);
    const temporary = companionFolder(folders, 'zipkin');
    return startCompanion(folders, {
      name: 'zipkin',
      purpose: 'viewer',
      command: java,
      args: [
        '-Xmx128m',
        '-XX:+UseSerialGC',
        '-XX:TieredStopAtLevel=1',
        NO_PERF_DATA,
        `-Djava.io.tmpdir=${temporary}`,
        '-Darmeria.ports[0].ip=127.0.0.1',
        `-Darmeria.ports[0].port=${port}`,
        '-Darmeria.ports[0].protocols[0]=http',
        // Its own resolver listens for datagrams on all addresses.
        '-Dcom.linecorp.armeria.useJdkDnsResolver=true',
        // Unless told, it lets pages of every origin read; the environment does not reach it.
        `-Dzipkin.query.allowed-origins=${zipkinAddress({ port })}`,
        '-jar',
        jar,
      ],
      env: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        HOME: temporary,
        STORAGE_TYPE: 'mem',
        MEM_MAX_SPANS: String(SPANS),
      },
      port,
      isReady: async () =>
        (
          await fetch(`${zipkinAddress({ port })}/health`, { signal: AbortSignal.timeout(2000) }).catch(
            () => undefined,
          )
        )?.ok ?? false,
    });
  });
}

/** The machine has not what the viewer needs. */
export class NoViewer extends UserError {}

function lacks(what: string): NoViewer {
  return new NoViewer(
    `the viewer of traces, Zipkin, needs ${what}, which is not on this machine`,
    'install a JDK and Maven (on Debian and Ubuntu: sudo apt install openjdk-17-jdk-headless maven), name a viewer of your own that takes OTLP (npm run traces -- --otlp http://127.0.0.1:4318), or look at a trace as text (npm run traces -- <trace id>)',
  );
}

/** The jar, fetched by Maven once for this checkout and checked against its hash. */
async function ensureJar({ report, env }: Required<ZipkinOptions>): Promise<string> {
  const jar = inLocal('java', `zipkin-${VERSION}`, JAR);
  if (existsSync(jar)) return jar;
  return withLock(
    inLocal('java.lock'),
    async () => {
      if (!existsSync(jar)) await fetchJar(jar, { report, env });
      return jar;
    },
    { onWait: (pid) => report(`waiting for process ${pid}, which is installing a Java program`) },
  );
}

async function fetchJar(jar: string, { report, env }: Required<ZipkinOptions>): Promise<void> {
  if (!(await hasMaven(env))) throw lacks('Maven');
  report('fetching Zipkin with Maven');
  const partial = `${dirname(jar)}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(partial, { recursive: true });
  const artifact = `-Dartifact=io.zipkin:zipkin-server:${VERSION}:jar:slim`;
  await runMaven({
    what: 'Zipkin',
    args: [COPY, artifact, `-DoutputDirectory=${partial}`, '-Dmdep.useBaseVersion=true'],
    env,
    folder: inLocal(),
  });
  await checkHash(join(partial, JAR));
  renameSync(partial, dirname(jar));
}

/** @throws UserError when the file is another one than the pinned. */
export async function checkHash(path: string, sha256 = SHA256): Promise<void> {
  const hash = createHash('sha256');
  if (existsSync(path)) await pipeline(createReadStream(path), hash);
  if (hash.digest('hex') === sha256) return;
  throw new UserError(
    `${path} is not the Zipkin that is pinned by its hash`,
    'check which repository or mirror Maven’s settings name, remove .local/cache/maven, and run the command again',
  );
}
