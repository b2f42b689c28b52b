import { Readable } from 'node:stream';
import { atInit } from './at-init.ts';
import { traced } from './tracing/aws-client.ts';

/** How a request leaves a client of the SDK. */
interface RequestHandler {
  handle(request: never, options?: { abortSignal?: AbortSignal }): Promise<{ response: { body: Readable } }>;
}

interface Request {
  protocol: string;
  headers: Record<string, string>;
}

/** A client of the SDK, as far as it is used here. */
interface Client {
  middlewareStack: { remove(name: string): boolean };
  config: { requestHandler: RequestHandler };
}

/** A command of the SDK. Of what it is made of no more is known than that it can be turned into a call. */
interface Command {
  resolveMiddleware(stack: never, config: never, options: never): (command: never) => Promise<unknown>;
}

interface Warming {
  /** Commands that are never sent. */
  warmBy?: readonly Command[];
  /** As many as there are calls at once in the first request: to open one there takes as long as all else of it. */
  connections?: number;
}

/** A connection that is not there by then is not waited for (ms): its request comes and says so. */
const PING_LIMIT_MS = 1_000;

/** An answer to all commands: an item, which those that read nothing pass over. */
const CANNED = '{"Item":{"pk":{"S":""},"list":{"L":[{"N":"1"}]},"map":{"M":{}}}}';

let shared: RequestHandler | undefined;

/**
 * Makes a client of the SDK: traced, and by the connections of all other clients of this function, so that two clients of one
 * service need one connection. With `warmBy` it is warmed at init: commands are taken through all of the client and a canned
 * answer back, which has V8 compile the code, resolves the endpoint and derives the signing key; then `GET /ping`, which
 * services of AWS answer to anybody, opens the connection. Neither needs a permission nor touches data. It takes the
 * most of a first call out of the first request.
 *
 * @example awsClient(DynamoDBClient, {}, { warmBy: [new GetItemCommand({ TableName: 'none', Key: {} })] });
 */
export function awsClient<C extends object, O extends object>(
  Client: new (options: O) => C,
  options: NoInfer<O>,
  { warmBy = [], connections = 1 }: Warming = {},
): C {
  const client = traced(new Client({ requestHandler: shared, cacheMiddleware: true, ...options }));
  // It works out all that could be said of a call for a logger that hears nothing, which takes as long as to sign the call.
  (client as unknown as Client).middlewareStack.remove('loggerMiddleware');
  // One that has time limits of its own keeps them to itself.
  if (!('requestHandler' in options)) shared ??= (client as unknown as Client).config.requestHandler;
  if (warmBy.length > 0) atInit(() => warm(client as unknown as Client, { warmBy, connections }));
  return client;
}

async function warm(
  { middlewareStack, config }: Client,
  { warmBy, connections }: Required<Warming>,
): Promise<void> {
  let request: Request | undefined;
  const requestHandler = {
    handle: async (sent: Request) => {
      request = sent;
      return {
        response: { statusCode: 200, headers: {}, body: Readable.from([CANNED], { objectMode: false }) },
      };
    },
  };
  const canned = { ...config, requestHandler };
  for (const command of warmBy) {
    const call = command.resolveMiddleware(middlewareStack as never, canned as never, {} as never);
    // Services that answer in XML do not take JSON for an answer; by then most of the way is done.
    await call({ input: (command as { input?: unknown }).input } as never).catch(() => undefined);
  }
  // An engine on this machine has no TLS, and nothing that takes time.
  if (request?.protocol !== 'https:') return;
  const { host = '' } = request.headers;
  const ping = { ...request, method: 'GET', path: '/ping', query: {}, headers: { host }, body: undefined };
  const open = async () => {
    const { response } = await config.requestHandler.handle(ping as never, {
      abortSignal: AbortSignal.timeout(PING_LIMIT_MS),
    });
    // A connection is free for the next request when its answer is read.
    await response.body.resume().toArray();
  };
  await Promise.all(Array.from({ length: connections }, open));
}
