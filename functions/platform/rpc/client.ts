import type { DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import { Code, ConnectError, createClient } from '@connectrpc/connect';
import type { UniversalClientFn } from '@connectrpc/connect/protocol';
import { createTransport } from '@connectrpc/connect/protocol-connect';
import { DeadlineExceeded } from '@serverless-orders/resilience/call';
import { atInit } from '../at-init.ts';
import { invocationNow, report } from '../invocation.ts';
import { count } from '../metrics/recorder.ts';
import { ServiceError } from '../service-error.ts';
import type { RpcCaller } from './caller.ts';
import { fromConnectError } from './errors.ts';
import { type Instances, methodPath, serviceName } from './instances.ts';
import { statedTimeout } from './timeout.ts';

export interface RpcCallOptions<T> {
  /** How long the call may take in all, retry included, in ms; less when `remainingMs` says so. */
  deadlineMs?: number;
  /** How long the function that calls has left, in ms: the call never takes longer. */
  remainingMs?: () => number;
  /** What the caller makes do with when there is no answer; it gets the reason. Not used for rejections. */
  fallback?: (reason: ServiceError) => T | Promise<T>;
}

/** A service's methods as functions. They throw ServiceErrors, those of the other side included. */
export type RpcClient<S extends DescService> = {
  [M in keyof S['method']]: (
    request: MessageInitShape<S['method'][M]['input']>,
    options?: RpcCallOptions<MessageShape<S['method'][M]['output']>>,
  ) => Promise<MessageShape<S['method'][M]['output']>>;
};

interface RpcClientOptions {
  instances: Instances;
  /** Which service calls. */
  as: string;
  /** For calls that do not say themselves, in ms. */
  deadlineMs?: number;
}

/** What the caller keeps for itself of its own time, in ms. */
const MARGIN_MS = 100;
const TIMEOUT = 'connect-timeout-ms';

/**
 * A service as its contract has it, called by another: the Connect protocol over Lambda invoke, to whichever instance the platform code
 * picks, tried once more elsewhere when the method only reads.
 *
 * @example
 * const users = rpcClient(UserService, { instances: instancesFromEnvironment(), as: 'gateway' });
 * const { profile } = await users.getProfile({ id }, { deadlineMs: 800, fallback: () => nobody });
 */
export function rpcClient<S extends DescService>(
  service: S,
  { instances, as, deadlineMs: usual = 2_000 }: RpcClientOptions,
): RpcClient<S> {
  const clientBy = (httpClient: UniversalClientFn) =>
    createClient(service, createTransport({ ...TRANSPORT, httpClient })) as unknown as Record<
      string,
      UnaryMethod
    >;
  const client = clientBy(overInvoke(service, instances, { service: as }));
  const [first] = service.methods;
  if (first) atInit(() => clientBy(emptyAnswer)[first.localName]!({}, { headers: {} }));
  const methods = service.methods.map(({ localName }) => [
    localName,
    async (request: unknown, options: RpcCallOptions<unknown> = {}) => {
      const { deadlineMs = usual, remainingMs, fallback } = options;
      const left = Math.min(deadlineMs, (remainingMs?.() ?? Number.POSITIVE_INFINITY) - MARGIN_MS);
      try {
        return await client[localName]!(request, {
          headers: { [TIMEOUT]: `${Math.max(0, Math.floor(left))}` },
        });
      } catch (thrown) {
        const error = fromConnectError(thrown);
        if (!(fallback && error instanceof ServiceError && error.code === 'unavailable')) throw error;
        report({ degraded: [...(invocationNow()?.outcome.degraded ?? []), serviceName(service)] });
        count('service_call_fallbacks_total', { service: as, called: serviceName(service) });
        return fallback(error);
      }
    },
  ]);
  return Object.fromEntries(methods) as RpcClient<S>;
}

/** Connect over what is no network: whole messages, in binary, without compression. */
const TRANSPORT = {
  baseUrl: 'https://instances',
  useBinaryFormat: true,
  interceptors: [],
  acceptCompression: [],
  sendCompression: null,
  compressMinBytes: Number.MAX_SAFE_INTEGER,
  readMaxBytes: 0xffffffff,
  writeMaxBytes: 0xffffffff,
};

/** Answers at init, when Connect's code runs once: a message without a field. */
const emptyAnswer: UniversalClientFn = async () => ({
  status: 200,
  header: new Headers({ 'content-type': 'application/proto' }),
  trailer: new Headers(),
  body: once(new Uint8Array()),
});

type UnaryMethod = (request: unknown, options: { headers: Record<string, string> }) => Promise<unknown>;

/** Connect's way to a server, by way of Lambda. The time that a call has stands in its header. */
function overInvoke(service: DescService, instances: Instances, caller: RpcCaller): UniversalClientFn {
  const byPath = new Map(service.methods.map((method) => [methodPath(method), method]));
  return async ({ url, header, body }) => {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body ?? []) chunks.push(chunk);
    const headers = Object.fromEntries(header);
    const deadlineMs = statedTimeout(headers) ?? 0;
    try {
      const reply = await instances.call(
        byPath.get(new URL(url).pathname)!,
        { headers, body: Buffer.concat(chunks).toString('base64'), caller },
        { deadlineMs },
      );
      return {
        status: reply.status,
        header: new Headers(reply.headers),
        trailer: new Headers(),
        body: once(Buffer.from(reply.body, 'base64')),
      };
    } catch (thrown) {
      const code = thrown instanceof DeadlineExceeded ? Code.DeadlineExceeded : Code.Unavailable;
      throw new ConnectError(
        'The service could not answer this request.',
        code,
        undefined,
        undefined,
        thrown,
      );
    }
  };
}

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
