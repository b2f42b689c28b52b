import type { DescService } from '@bufbuild/protobuf';
import { Code, ConnectError, createConnectRouter, createContextValues } from '@connectrpc/connect';
import type { UniversalHandler } from '@connectrpc/connect/protocol';
import type { Context } from 'aws-lambda';
import { LIMITS } from '../../contracts/limits.ts';
import { atInit } from '../at-init.ts';
import { invocation, report } from '../invocation.ts';
import type { Carrier } from '../tracing/entry.ts';
import { RpcInvocation, type RpcReply } from './envelope.ts';
import { errorResponse } from './error-response.ts';
import { errorName } from './errors.ts';
import { type HealthCheck, type InstanceHealth, instanceHealth } from './health.ts';
import { type Access, implementation, type Methods, type Running, running } from './methods.ts';
import { cappedTimeout } from './timeout.ts';

interface ServeOptions<S extends DescService> {
  /** Who may call each method. */
  access: Access<S>;
  /** What the instance needs to be ready, by name. */
  checks?: Readonly<Record<string, HealthCheck>>;
}

/** A call of a method by a service that is let in nowhere. */
const NOBODYS_CALL: RpcInvocation['rpc'] = {
  path: '/',
  headers: {
    'content-type': 'application/proto',
    'connect-protocol-version': '1',
    'connect-timeout-ms': '1000',
  },
  body: '',
  caller: { service: 'nobody' },
};

/** Lambda's own end comes this much later than the answer, in ms. */
const MARGIN_MS = 200;

/**
 * The function of a service's instance: answers the Connect protocol and gRPC-Web, unary, in JSON and binary, for calls that
 * come by Lambda invoke, and the question of the health check (`{ "health": true }`).
 *
 * @example export const handler = serveRpc(UserService, { getUser: async ({ id }, { caller }) => … }, { access, checks });
 */
export function serveRpc<S extends DescService>(
  service: S,
  methods: Methods<S>,
  { access, checks = {} }: ServeOptions<S>,
): (event: unknown, context?: Context) => Promise<RpcReply | InstanceHealth> {
  const options = { grpc: false, readMaxBytes: LIMITS.bodyBytes } as const;
  const router = createConnectRouter(options).service(service, implementation<S>(methods, access));
  const handlers = new Map(router.handlers.map((handler) => [handler.requestPath, handler]));
  const [first] = handlers.values();
  // Refused before its method begins: Connect's code has run once when the first call comes.
  if (first) atInit(() => answer(first, NOBODYS_CALL, { caller: { service: 'nobody' } }));
  return invocation(
    'rpc',
    async (event, context) => {
      if (isHealthQuestion(event)) return instanceHealth(checks);
      const { rpc } = RpcInvocation.parse(event);
      const handler = handlers.get(rpc.path);
      if (!handler) throw new Error(`this instance has no method ${rpc.path}`);
      const left = context.getRemainingTimeInMillis() - MARGIN_MS;
      const call: Running = { caller: rpc.caller };
      report({ rpc: rpc.path });
      const reply = await answer(handler, { ...rpc, headers: cappedTimeout(rpc.headers, left) }, call);
      report({ status: reply.status, rpcError: errorName(reply) });
      return reply;
    },
    carrierOf,
  );
}

/** The headers of a call, or the question of the health check itself. */
const carrierOf = (event: unknown): Carrier =>
  (event as Partial<RpcInvocation> | undefined)?.rpc?.headers ?? (event as Carrier);

const isHealthQuestion = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'health' in event && event.health === true;

async function answer(
  handler: UniversalHandler,
  { path, headers, body }: RpcInvocation['rpc'],
  call: Running,
): Promise<RpcReply> {
  const {
    status,
    header,
    body: chunks,
  } = await handler({
    httpVersion: '1.1',
    url: `https://instance${path}`,
    method: 'POST',
    header: new Headers(headers),
    body: once(Buffer.from(body, 'base64')),
    signal: new AbortController().signal,
    contextValues: createContextValues().set(running, call),
  });
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks ?? []) parts.push(chunk);
  const bytes = Buffer.concat(parts);
  if (!call.begun && isInternal(status, bytes))
    return errorResponse(
      new ConnectError('The request cannot be read.', Code.InvalidArgument),
      headers['content-type'] ?? '',
    );
  const error = call.error?.code;
  return {
    status,
    headers: Object.fromEntries(header ?? []),
    body: bytes.toString('base64'),
    ...(error !== undefined && { error }),
  };
}

/** Connect takes bytes that are no message for its own error, in whichever protocol they came. */
const isInternal = (status: number, body: Buffer): boolean =>
  status === 500 || body.includes(`grpc-status: ${Code.Internal}\r\n`);

async function* once(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}
