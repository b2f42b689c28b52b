import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { until } from './engine.ts';

const folder = fileURLToPath(new URL('../../observability/', import.meta.url));

/** Where a program is; undefined where it is not installed. Alertmanager has another name on Debian. */
export function programOf(...names: string[]): string | undefined {
  for (const name of names) {
    try {
      return execFileSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' }).trim();
    } catch {}
  }
  return undefined;
}

export const PROMTOOL = programOf('promtool');
export const PROMETHEUS = programOf('prometheus');
export const ALERTMANAGER = programOf('prometheus-alertmanager', 'alertmanager');

/** A file of observability/ with what stands in braces filled in. */
export function filled(file: string, values: Record<string, string>): string {
  const text = readFileSync(join(folder, file), 'utf8');
  return Object.entries(values).reduce((all, [name, value]) => all.replaceAll(`{${name}}`, value), text);
}

export const RULES = join(folder, 'rules');

/** A port of this machine that is free at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** A server on loopback, for one test. */
export async function serve(
  answer: (
    request: IncomingMessage,
  ) => Promise<{ body: string; headers?: Record<string, string>; status?: number }>,
) {
  const server = createServer((request, response) => {
    answer(request).then(
      ({ body, headers, status = 200 }) => response.writeHead(status, headers).end(body),
      (thrown) => response.writeHead(500).end(String(thrown)),
    );
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const close = async () => {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  };
  return { host: `127.0.0.1:${port}`, close };
}

/** Programs that run for one test, each with a folder of its own, and end with it. */
export class Programs {
  readonly #folder = mkdtempSync(join(tmpdir(), 'observability-'));
  readonly #running: ChildProcess[] = [];
  /** Of the instances of Prometheus that were started. */
  readonly addresses: string[] = [];

  /** Writes a file that a program reads. @returns its path. */
  write(name: string, text: string): string {
    const path = join(this.#folder, name);
    writeFileSync(path, text);
    return path;
  }

  /** Starts Prometheus, and waits until it is ready. @returns its address. */
  async prometheus(config: string): Promise<string> {
    const address = `127.0.0.1:${await freePort()}`;
    this.#start(PROMETHEUS!, [
      `--config.file=${this.write('prometheus.yml', config)}`,
      `--storage.tsdb.path=${join(this.#folder, `data-${this.#running.length}`)}`,
      `--web.listen-address=${address}`,
      '--enable-feature=exemplar-storage',
      '--log.level=warn',
    ]);
    await ready(`http://${address}/-/ready`);
    this.addresses.push(address);
    return address;
  }

  /** Starts Alertmanager alone, without a cluster, and waits until it is ready. @returns its address. */
  async alertmanager(config: string): Promise<string> {
    const address = `127.0.0.1:${await freePort()}`;
    this.#start(ALERTMANAGER!, [
      `--config.file=${this.write('alertmanager.yml', config)}`,
      `--storage.path=${join(this.#folder, 'alerts')}`,
      `--web.listen-address=${address}`,
      '--cluster.listen-address=',
      '--log.level=warn',
    ]);
    await ready(`http://${address}/-/ready`);
    return address;
  }

  async stop(): Promise<void> {
    for (const child of this.#running) {
      if (child.exitCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #start(program: string, args: string[]): void {
    this.#running.push(spawn(program, args, { stdio: ['ignore', 'ignore', 'inherit'] }));
  }
}

const ready = (url: string) => until(async () => (await fetch(url)).ok, { what: `${url} to answer` });

/** What an expression gives now, by the labels of each series as JSON. */
export async function query(address: string, expression: string): Promise<Record<string, number>> {
  const response = await fetch(
    `http://${address}/api/v1/query?${new URLSearchParams({ query: expression })}`,
  );
  const { data, error } = (await response.json()) as {
    error?: string;
    data?: { result: { metric: Record<string, string>; value: [number, string] }[] };
  };
  if (!data) throw new Error(`Prometheus does not take ${expression}: ${error}`);
  return Object.fromEntries(
    data.result.map(({ metric, value }) => [JSON.stringify(metric), Number(value[1])]),
  );
}
