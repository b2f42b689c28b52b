import { ApiClient, type Invocation } from './api-client.ts';
import { refuseAwsHosts } from './aws-hosts.ts';
import { type Context, createContext } from './context.ts';
import { RuntimeError } from './errors.ts';
import { type Handler, loadHandler } from './handler.ts';
import { Log } from './logging.ts';
import { STREAMING } from './response-stream.ts';

/**
 * The runtime of a Node function, as AWS's for nodejs24.x behaves (github.com/aws/aws-lambda-nodejs-runtime-interface-
 * client): load the handler, then take invocations one by one until the process is killed. An error that nobody
 * catches ends the process, as Node itself does; Lambda then reports Runtime.ExitError.
 */
const { env } = process;
const client = new ApiClient(env.AWS_LAMBDA_RUNTIME_API ?? '');
const log = new Log(env);

async function init(): Promise<Handler> {
  log.patchConsole();
  refuseAwsHosts();
  try {
    return await loadHandler(env.LAMBDA_TASK_ROOT ?? process.cwd(), env._HANDLER ?? '');
  } catch (error) {
    log.error('Init Error', error);
    await orLeave(client.failInit(error));
    process.exit(1);
  }
}

async function work(handler: Handler): Promise<never> {
  const handle = STREAMING in handler ? handleStreaming : handleBuffered;
  for (;;) {
    const invocation = await orLeave(client.next());
    // The process was frozen until now: connections that the other side has closed meanwhile must be seen closed
    // before the handler reuses one.
    await new Promise(setImmediate);
    await handle(handler, invocation);
  }
}

async function handleBuffered(handler: Handler, { headers, body }: Invocation): Promise<void> {
  const id = String(headers['lambda-runtime-aws-request-id']);
  log.requestId = id;
  let json: string;
  try {
    json = stringify(await handler(JSON.parse(body), createContext(headers, env)));
  } catch (error) {
    log.error('Invoke Error', error);
    return orLeave(client.fail(id, error));
  }
  return orLeave(client.respond(id, json));
}

async function handleStreaming(handler: Handler, { headers, body }: Invocation): Promise<void> {
  const context: Context = createContext(headers, env);
  log.requestId = context.awsRequestId;
  const { stream, done } = client.stream(context.awsRequestId);
  try {
    await handler(JSON.parse(body), stream, context);
    if (!stream.writableEnded) throw new Error('Response stream is not finished.');
  } catch (error) {
    log.error('Invoke Error', error);
    done.catch(() => {});
    client.cutOff(stream);
    return orLeave(client.fail(context.awsRequestId, error));
  }
  return orLeave(done);
}

function stringify(result: unknown): string {
  try {
    return JSON.stringify(result) ?? 'null';
  } catch {
    throw new RuntimeError('JSONStringifyError', 'Unable to stringify response body');
  }
}

/** Without its engine a runtime has nothing left to do: it ends quietly instead of living on as an orphan. */
async function orLeave<T>(call: Promise<T>): Promise<T> {
  try {
    return await call;
  } catch {
    process.exit(0);
  }
}

await work(await init());
