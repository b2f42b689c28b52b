import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { asPrivate } from '@serverless-orders/command-line/private-files';
import { run } from '@serverless-orders/command-line/process-run';
import { isNumeric } from '../endpoint.ts';
import { helperPython } from './helper-python.ts';
import { sandboxCommand } from './sandbox.ts';

/** How the program is connected: read by this process, or with its terminal. */
export type Stdio = ['ignore', 'pipe', 'pipe'] | ['inherit', 'inherit', 'inherit'];

export interface IsolatedOptions {
  readonly file: string;
  readonly args: readonly string[];
  /** The engine's address, as a number: the one thing outside that the program can reach. */
  readonly engine: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** For standard input, output and errors. */
  readonly stdio: Stdio;
  /** Told why the program runs in the machine's own network after all. */
  readonly warn: (why: string) => void;
  /** The Python of the helper on Linux; undefined if there is none. */
  readonly python?: string | undefined;
  readonly platform?: NodeJS.Platform;
}

/**
 * Starts a program in a network of its own: on Linux a network namespace with nothing but loopback and the engine in it,
 * on macOS a sandbox that denies all but loopback. Where neither can be had it is started as it is, and `warn` is told.
 *
 * On Linux the process is the helper's, which ends as the program does (code or signal), passes signals on to it, and ends what
 * it leaves running.
 */
export async function spawnIsolated(options: IsolatedOptions): Promise<ChildProcess> {
  const { file, args, cwd, env, stdio, warn, platform = process.platform } = options;
  const common: SpawnOptions = { cwd, env, stdio };
  const asItIs = (why: string) => {
    warn(why);
    return asPrivate(() => spawn(file, args, common));
  };
  if (platform === 'linux') {
    const isolated = await inNamespace(options);
    return typeof isolated === 'string' ? asItIs(isolated) : isolated;
  }
  if (platform !== 'darwin') return asItIs(`there is no way to do it on ${platform}`);
  const [sandbox, ...words] = sandboxCommand(file, args);
  const works = await sandboxWorks();
  return works
    ? asPrivate(() => spawn(sandbox!, words, common))
    : asItIs('sandbox-exec does not let it listen on loopback');
}

/** The process, or why it could not be had. */
async function inNamespace(options: IsolatedOptions): Promise<ChildProcess | string> {
  const { file, args, engine, cwd, env, stdio, python = helperPython() } = options;
  if (!isNumeric(engine)) return `${engine} has a name, which cannot be looked up without a network`;
  if (!python) return 'there is no Python 3 to make a network namespace with';
  const { hostname, port, protocol } = new URL(engine);
  const host = hostname.replace(/^\[|\]$/g, '');
  const helper = [
    '-BEsS',
    import.meta.dirname,
    host,
    port || (protocol === 'https:' ? '443' : '80'),
    file,
    ...args,
  ];
  const child = asPrivate(() => spawn(python, helper, { cwd, env, stdio: [...stdio, 'pipe'] }));
  const failed = once(child, 'error').then(([error]) => String((error as Error).message));
  const status = await Promise.race([failed, textOf(child.stdio[3] as NodeJS.ReadableStream)]);
  return status === 'isolated' ? child : status || 'the helper did not start';
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}

/** Listens on all addresses and calls itself, as the CLI and its `pulumi` do. */
const SELF_CALL = `const s = require('node:net').createServer(() => process.exit(0)).listen(0, '0.0.0.0',
  () => require('node:net').connect(s.address().port, '127.0.0.1').on('error', () => process.exit(1)))`;

async function sandboxWorks(): Promise<boolean> {
  const [sandbox, ...words] = sandboxCommand(process.execPath, ['-e', SELF_CALL]);
  return (await run(sandbox!, words, { timeoutMs: 5_000 })).code === 0;
}
