import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Report } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import { poll } from '@serverless-orders/command-line/wait';
import { freePortFrom } from './companions.ts';
import { ensureDynamoDbLocal, javaOf, NoMaven, serverOf } from './dynamodb-local.ts';
import { NO_PERF_DATA, UTF_8 } from './java.ts';
import { answers } from './ports.ts';

const FIRST_PORT = 8000;

/** A quiet machine takes a tenth of it (ms). */
const START_MS = 60_000;

export interface DynamoDbServer {
  /** With the key without which it answers nobody. */
  endpoint: string;
  stop: () => Promise<void>;
}

/**
 * Starts a DynamoDB Local by itself, on loopback and in memory, of the version that is pinned. It ends with this process.
 *
 * @returns undefined where it cannot be had by its hashes: that takes Maven and a JDK.
 * @throws UserError when it cannot be fetched, or does not start.
 */
export async function startDynamoDbLocal(options: {
  report: Report;
  env?: NodeJS.ProcessEnv;
  /** Where it is installed: .local unless a test says otherwise. */
  folder?: string;
}): Promise<DynamoDbServer | undefined> {
  const folder = await ensureDynamoDbLocal(options).catch((error: unknown) => {
    if (error instanceof NoMaven) return undefined;
    throw error;
  });
  if (folder === undefined) return undefined;
  const [server, java] = [serverOf(folder), javaOf(folder)];
  const port = await freePortFrom(FIRST_PORT);
  const key = randomUUID();
  const child = spawn(
    java,
    [
      NO_PERF_DATA,
      `-Djava.library.path=${join(server, 'DynamoDBLocal_lib')}`,
      '-jar',
      join(server, 'DynamoDBLocal.jar'),
      '-inMemory',
      '-disableTelemetry',
      '-port',
      String(port),
    ],
    { cwd: server, env: { LC_ALL: UTF_8, AWS_ACCESS_KEY_ID: key }, stdio: 'ignore' },
  );
  const ended = once(child, 'exit');
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const stop = async () => {
    if (!isOver() && child.kill('SIGKILL')) await ended;
  };
  const outcome = await poll(
    async () => (isOver() ? 'ended' : (await answers('127.0.0.1', port)) && 'ready'),
    {
      timeoutMs: START_MS,
    },
  );
  if (outcome === 'ready') return { endpoint: `http://127.0.0.1:${port}/${key}`, stop };
  await stop();
  throw new UserError(
    outcome === 'ended' ? 'DynamoDB Local ended while it started' : 'DynamoDB Local did not answer in time',
    `is ${java} there, and port ${port} free?`,
  );
}
