import type { ClientRequest, IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { toReport } from './errors.ts';
import type { ResponseStream } from './response-stream.ts';

// `import 'node:http'` loads all of undici as well (10 to 12 ms, nodejs/node#59686); this does not.
const { Agent, request } = process.getBuiltinModule('http');

/** One invocation as the Runtime API hands it over. */
export interface Invocation {
  headers: IncomingHttpHeaders;
  body: string;
}

const PREFIX = '/2018-06-01/runtime';

/** The runtime's side of the Runtime API: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export class ApiClient {
  readonly #host: string;
  readonly #port: number;
  readonly #prefix: string;
  /** One connection: the answer to an invocation and the question for the next can never overtake each other. */
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  #watched: Socket | undefined;

  /** @param address - `<host>:<port>`, here with a path that nobody else knows */
  constructor(address: string) {
    const { hostname, port, pathname } = new URL(`http://${address}`);
    this.#host = hostname;
    this.#port = Number(port);
    this.#prefix = pathname.replace(/\/$/, '') + PREFIX;
  }

  /** Waits for work, however long. @throws when the engine is gone, which ends the process. */
  async next(): Promise<Invocation> {
    const { headers, body } = await this.#call('GET', '/invocation/next');
    return { headers, body };
  }

  async respond(id: string, json: string): Promise<void> {
    await this.#call('POST', `/invocation/${id}/response`, json);
  }

  async fail(id: string, thrown: unknown): Promise<void> {
    await this.#report(`/invocation/${id}/error`, thrown);
  }

  async failInit(thrown: unknown): Promise<void> {
    await this.#report('/init/error', thrown);
  }

  /** Hangs up in the middle of a streamed response, which then does not count. */
  cutOff(stream: ClientRequest): void {
    this.#watched = undefined;
    stream.destroy();
  }

  /** A stream to write a response to, and a promise that is kept when Lambda has all of it. */
  stream(id: string): { stream: ResponseStream & ClientRequest; done: Promise<void> } {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const outgoing = this.#request('POST', `/invocation/${id}/response`, {
      'Lambda-Runtime-Function-Response-Mode': 'streaming',
      Trailer: 'Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body',
    });
    outgoing.on('error', reject).on('response', (response) => response.resume().on('end', resolve));
    const setContentType = (type: string) => outgoing.setHeader('Content-Type', type);
    return { stream: Object.assign(outgoing, { setContentType }), done: promise };
  }

  async #report(path: string, thrown: unknown): Promise<void> {
    const report = toReport(thrown);
    await this.#call('POST', path, JSON.stringify(report), {
      // A header takes no line ends and nothing outside of Latin-1.
      'Lambda-Runtime-Function-Error-Type': report.errorType.replace(/[^\x20-\x7e]/g, '?'),
    });
  }

  #request(method: string, path: string, headers: Record<string, string | number>): ClientRequest {
    const [host, port, agent] = [this.#host, this.#port, this.#agent];
    const outgoing = request({ host, port, agent, method, path: this.#prefix + path, headers });
    return outgoing.once('socket', (socket) => this.#watch(socket));
  }

  /** The engine never hangs up on a runtime that it still wants; a handler that runs on would have nobody to tell. */
  #watch(socket: Socket): void {
    if (this.#watched === socket) return;
    this.#watched = socket;
    socket.once('close', () => {
      if (this.#watched === socket) process.exit(0);
    });
  }

  #call(
    method: string,
    path: string,
    body?: string,
    headers: Record<string, string> = {},
  ): Promise<Invocation> {
    return new Promise((resolve, reject) => {
      const length = Buffer.byteLength(body ?? '');
      const outgoing = this.#request(
        method,
        path,
        length > 0 ? { ...headers, 'Content-Length': length } : headers,
      );
      outgoing.on('error', reject).on('response', (response) => {
        const chunks: Buffer[] = [];
        response
          .on('data', (chunk: Buffer) => chunks.push(chunk))
          .on('error', reject)
          .on('end', () => resolve({ headers: response.headers, body: Buffer.concat(chunks).toString() }));
      });
      outgoing.end(body);
    });
  }
}
