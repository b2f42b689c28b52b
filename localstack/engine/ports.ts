import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { UserError } from '@serverless-orders/command-line/user-error';
import { poll } from '@serverless-orders/command-line/wait';

const FIRST = 4566;
/** How many ports are tried from the first upward before giving up. */
const TRIES = 200;

/** True when nothing holds the port, on loopback or on all interfaces. */
export async function isFree(port: number): Promise<boolean> {
  if (await answers('127.0.0.1', port)) return false;
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** How long a port may be held after the end of the process that listened (ms). */
const RELEASE_MS = 5_000;

/**
 * Whether a port becomes free in the time that it takes to be released: the threads of a process that has ended hold it for
 * a moment longer than the process can be seen.
 */
export const isReleased = async (port: number): Promise<boolean> =>
  Boolean(await poll(() => isFree(port), { timeoutMs: RELEASE_MS, everyMs: 50 }));

/** True when something accepts a connection there within a second. */
export function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const done = (result: boolean) => {
      socket.destroy();
      resolve(result);
    };
    socket.once('connect', () => done(true));
    socket.once('error', () => done(false));
    socket.once('timeout', () => done(false));
  });
}

interface PortChoice {
  /** Ports that turned out to be somebody else's. */
  skip?: number[];
  /** The port of the engine that this one replaces: who knows its address can go on using it. */
  last?: number | undefined;
}

/**
 * The port for an engine: the one the user named (ENGINE_PORT), or else the one that it had, or else the first free one
 * from 4566 upward.
 *
 * @throws UserError when the named port is no port or is taken, or none is free.
 */
export async function choosePort(
  wanted: string | undefined,
  { skip = [], last }: PortChoice = {},
): Promise<number> {
  if (wanted) {
    const port = Number(wanted);
    if (!Number.isInteger(port) || port < 1 || port > 65_535)
      throw new UserError(`ENGINE_PORT is "${wanted}"`, 'set it to a number from 1 to 65535, or unset it');
    if (await isFree(port)) return port;
    throw new UserError(
      `ENGINE_PORT ${port} is taken`,
      'stop what listens there, or name a free port, or unset it',
    );
  }
  const ports = Array.from({ length: TRIES }, (_, at) => FIRST + at);
  for (const port of last === undefined ? ports : [last, ...ports]) {
    if (!skip.includes(port) && (await isFree(port))) return port;
  }
  throw new UserError(
    `no port is free from ${FIRST} to ${FIRST + TRIES - 1}`,
    'set ENGINE_PORT to a free port',
  );
}

/** The addresses of this machine, other than loopback, at which the port can be reached: should be none. */
export async function exposedAt(port: number): Promise<string[]> {
  const addresses = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter(({ internal, scopeid }) => !internal && !scopeid)
    .map(({ address }) => address);
  const reached = await Promise.all(addresses.map((address) => answers(address, port)));
  return addresses.filter((_, index) => reached[index]);
}
