import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { redactSecrets } from '../../functions/platform/log/secret-texts.ts';
import type { Act, Document, Read } from '../api/endpoint.ts';
import { acts, documents, reads } from '../api/index.ts';
import type { Stage } from '../api/stage.ts';
import { writeAudit } from './audit.ts';
import type { Changes } from './changes.ts';
import { conceal } from './conceal.ts';
import type { Guard } from './guard.ts';
import { foreignDocumentHeaders, headersOf } from './headers.ts';
import { type PageFile, tagOf } from './page.ts';
import { problemOf, Refused } from './problem.ts';

/** Nothing that the page sends is larger (bytes). */
const MOST_BYTES = 256 * 1024;
const JSON_TYPE = 'application/json; charset=utf-8';

interface Options {
  stage: Stage;
  guard: Guard;
  changes: Changes;
  page: ReadonlyMap<string, PageFile>;
}

interface Exchange extends Options {
  request: IncomingMessage;
  response: ServerResponse;
  path: string;
  query: URLSearchParams;
}

/**
 * The console's server: `/read/<name>` answers what the page asks, `/act/<name>` does what its person has confirmed
 * (`GET` says what it would do), `/document/<name>` shows what others have written, `/changes` tells when to ask again;
 * any other path is the page, which shows what belongs to it.
 */
export const consoleServer = (options: Options): Server =>
  createServer((request, response) => {
    void answer(options, request, response);
  });

/** Whatever becomes of a request, the server goes on. */
async function answer(options: Options, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    await answerJudged(options, request, response);
  } catch (thrown) {
    const problem = problemOf(thrown, options.stage.name);
    if (response.headersSent) response.end();
    else sendJson(response, problem.status, problem);
  }
}

async function answerJudged(
  options: Options,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const verdict = options.guard.judge(request);
  if (verdict.is === 'signed in') {
    response
      .writeHead(303, { ...headersOf('text/plain'), location: verdict.to, 'set-cookie': verdict.cookie })
      .end();
    return;
  }
  if (verdict.is === 'refused') {
    response.writeHead(verdict.status, headersOf('text/plain; charset=utf-8')).end(`${verdict.why}\n`);
    return;
  }
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://console');
  await route({ ...options, request, response, path: pathname, query: searchParams });
}

async function route(exchange: Exchange): Promise<void> {
  const { request, path } = exchange;
  const [, kind = '', name = ''] = /^\/(read|act|document)\/([A-Za-z]+)$/.exec(path) ?? [];
  const method = request.method ?? '';
  if (kind === 'act' && method === 'POST') return doAct(exchange, name);
  if (method !== 'GET' && method !== 'HEAD') throw new Refused(405, `${path} does not take ${method}`);
  if (kind === 'read') return answerRead(exchange, name);
  if (kind === 'act') return sayAct(exchange, name);
  if (kind === 'document') return showDocument(exchange, name);
  if (path === '/changes') return tellChanges(exchange);
  return sendPage(exchange);
}

/** An answer that is the one that the page has already is not sent again. */
async function answerRead(
  { stage, changes, request, response, query }: Exchange,
  name: string,
): Promise<void> {
  const found = known<Read>(reads, name, 'read');
  const input = found.input.parse(Object.fromEntries(query));
  const body = JSON.stringify(conceal(await asked(stage, () => found.run(stage, input))));
  const etag = tagOf(body);
  if (request.headers['if-none-match'] === etag) {
    response.writeHead(304, { ...headersOf(JSON_TYPE), etag }).end();
    return;
  }
  changes.expect();
  response.writeHead(200, { ...headersOf(JSON_TYPE), etag }).end(body);
}

async function sayAct({ stage, response, query }: Exchange, name: string): Promise<void> {
  const found = allowed(stage, name);
  const input = found.input.parse(jsonIn(query.get('input') ?? '{}', 'the input'));
  sendJson(response, 200, { says: await asked(stage, async () => found.says(stage, input)) });
}

async function doAct({ stage, changes, request, response }: Exchange, name: string): Promise<void> {
  const found = allowed(stage, name);
  const input = found.input.parse(await bodyOf(request));
  try {
    const result = await asked(stage, () => found.run(stage, input));
    writeAudit({ stage: stage.name, act: name, input, outcome: 'done' });
    sendJson(response, 200, result ?? null);
  } catch (thrown) {
    const { message } = problemOf(thrown, stage.name);
    writeAudit({ stage: stage.name, act: name, input, outcome: `failed: ${message}` });
    throw thrown;
  } finally {
    changes.expect();
    changes.tell();
  }
}

/** What was opened of a stage may have been replaced by a deploy since: what fails is opened anew the next time. */
async function asked<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
  try {
    await stage.renew();
    return await work();
  } catch (thrown) {
    stage.forget();
    throw thrown;
  }
}

async function showDocument({ stage, response, query }: Exchange, name: string): Promise<void> {
  const found = known<Document>(documents, name, 'document');
  const input = found.input.parse(Object.fromEntries(query));
  const html = await asked(stage, () => found.run(stage, input));
  response.writeHead(200, foreignDocumentHeaders()).end(redactSecrets(html));
}

/** Server-sent events: `change` means that answers may be others now. */
function tellChanges({ changes, request, response }: Exchange): void {
  response.writeHead(200, headersOf('text/event-stream'));
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  response.write('retry: 2000\n\nevent: ready\ndata: {}\n\n');
  response.once(
    'close',
    changes.listen(() => response.write('event: change\ndata: {}\n\n')),
  );
}

function sendPage({ page, path, request, response }: Exchange): void {
  // An execution's name has a dot in it, too: `/orders/<id>.cancel`.
  const isFile = path.startsWith('/assets/') || /^\/[^/]+[.][a-z]+$/.test(path);
  const file = page.get(isFile ? path : '/');
  if (!file) throw new Refused(404, `the console has no ${path}`);
  const etag = tagOf(file.body);
  const headers = { ...headersOf(file.type), 'cache-control': 'no-cache', etag };
  if (request.headers['if-none-match'] === etag) response.writeHead(304, headers).end();
  else response.writeHead(200, headers).end(request.method === 'HEAD' ? undefined : file.body);
}

const known = <T>(all: Readonly<Record<string, T>>, name: string, what: string): T => {
  const found = Object.hasOwn(all, name) ? all[name] : undefined;
  if (found === undefined) throw new Refused(404, `there is no ${what} "${name}"`);
  return found;
};

function allowed(stage: Stage, name: string) {
  const found = known<Act>(acts, name, 'act');
  if (!stage.mayAct)
    throw new Refused(403, 'this console only looks: npm run console -- --write starts one that acts');
  if (found.localOnly && !stage.isLocal)
    throw new Refused(403, `${name} is for stages of this machine, and ${stage.name} is in AWS`);
  return found;
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  if (!/^application\/json\b/.test(request.headers['content-type'] ?? ''))
    throw new Refused(415, 'an act takes application/json');
  const chunks: Buffer[] = [];
  let bytes = 0;
  // What is too much is not read, and its sender is told so: to destroy the request would cut the answer off.
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MOST_BYTES) throw new Refused(413, `an act takes at most ${MOST_BYTES / 1024} KiB`);
    chunks.push(chunk);
  }
  return jsonIn(Buffer.concat(chunks).toString('utf8'), 'the body');
}

function jsonIn(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused(400, `${what} is not JSON`);
  }
}

const sendJson = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, headersOf(JSON_TYPE)).end(JSON.stringify(conceal(body)));
};
