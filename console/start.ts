import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { Server } from 'node:http';
import { engineFolders, engineOf, freePortFrom } from '@serverless-orders/localstack';
import { UserError } from '../packages/command-line/user-error.ts';
import { Stage } from './api/stage.ts';
import { Changes } from './server/changes.ts';
import { Guard } from './server/guard.ts';
import { buildPage } from './server/page.ts';
import { consoleServer } from './server/server.ts';

const HOST = '127.0.0.1';
const FIRST_PORT = 4570;

interface Options {
  stage: string;
  /** Whether the person may act. */
  mayAct: boolean;
  /** A free one from 4570 on unless it is named. */
  port?: number;
}

/** A console that runs. */
export interface RunningConsole {
  /** With the token that signs in. */
  address: string;
  port: number;
  close(): Promise<void>;
}

/**
 * Starts the console of a stage, on loopback.
 *
 * @throws UserError when the stage does not run, the page does not build, or the port is taken.
 */
export const startConsole = async ({ stage, mayAct, port }: Options): Promise<RunningConsole> =>
  serveStage(await Stage.open(stage, { mayAct }), port);

/** The same for a stage that is open already. */
export async function serveStage(stage: Stage, named?: number): Promise<RunningConsole> {
  const page = await buildPage();
  const port = named ?? (await freePortFrom(FIRST_PORT));
  const token = randomBytes(24).toString('base64url');
  const changes = new Changes(stage.isLocal ? changesFile(stage.name) : undefined);
  const server = consoleServer({ stage, changes, page, guard: new Guard({ port, token }) });
  await listen(server, port);
  return {
    address: `http://${HOST}:${port}/?token=${token}`,
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An engine in a container writes none that can be watched from outside. */
function changesFile(stage: string): string | undefined {
  const { changes } = engineFolders(engineOf(stage).name);
  return existsSync(changes) ? changes : undefined;
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new UserError(`port ${port} is taken`, 'name another with --port, or none', { cause: error })
          : error,
      ),
    );
    server.listen(port, HOST, resolve);
  });
