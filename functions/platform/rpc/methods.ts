import type { DescService, MessageInitShape, MessageShape } from '@bufbuild/protobuf';
import {
  Code,
  ConnectError,
  createContextKey,
  type HandlerContext,
  type ServiceImpl,
} from '@connectrpc/connect';
import { log } from '../log.ts';
import { STATUS } from '../service-error.ts';
import { type RpcAccess, type RpcCaller, requireAccess } from './caller.ts';
import { fromConnectError, toConnectError } from './errors.ts';

/** What a method knows beside its request. */
export interface MethodContext {
  caller: RpcCaller;
  /** Aborts when the caller no longer waits. */
  signal: AbortSignal;
  /** How long the caller still waits, in ms. */
  timeoutMs: () => number;
}

/** Every method of a service: a function of its request. */
export type Methods<S extends DescService> = {
  [M in keyof S['method']]: (
    request: MessageShape<S['method'][M]['input']>,
    context: MethodContext,
  ) => Promise<MessageInitShape<S['method'][M]['output']>>;
};

/** Who may call each method of a service. */
export type Access<S extends DescService> = { [M in keyof S['method']]: RpcAccess };

/** A call as it stands while its method runs. */
export interface Running {
  caller: RpcCaller;
  /** Whether the request could be read, so that the method has begun. */
  begun?: boolean;
  error?: ConnectError;
}

/** Where a call stands in Connect's context. */
export const running = createContextKey<Running>(
  { caller: { service: 'nobody' } },
  { description: 'the call' },
);

/**
 * Methods as Connect takes them: who may not call one is refused before it begins, what they throw becomes a Connect error,
 * and what is late is over.
 */
export function implementation<S extends DescService>(
  methods: Methods<S>,
  access: Access<S>,
): ServiceImpl<S> {
  const wrapped = Object.entries(methods).map(([name, method]) => [
    name,
    async (request: never, context: HandlerContext) => {
      const call = context.values.get(running);
      call.begun = true;
      const { signal } = context;
      try {
        requireAccess(call.caller, access[name as keyof S['method']]);
        const timeoutMs = () => context.timeoutMs() ?? Number.POSITIVE_INFINITY;
        return await Promise.race([
          method(request, { caller: call.caller, signal, timeoutMs }),
          aborted(signal),
        ]);
      } catch (thrown) {
        // What a method throws because it was too late is not its own failure.
        const reason = signal.aborted ? ConnectError.from(signal.reason, Code.DeadlineExceeded) : thrown;
        call.error = toConnectError(reason);
        logFailure(call.error, thrown);
        throw call.error;
      }
    },
  ]);
  return Object.fromEntries(wrapped) as ServiceImpl<S>;
}

function logFailure(error: ConnectError, thrown: unknown): void {
  const known = fromConnectError(error) as { code?: keyof typeof STATUS };
  if (STATUS[known.code ?? 'unavailable'] >= 500) log.error('method failed', thrown);
}

const aborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => {
    const end = () => reject(ConnectError.from(signal.reason, Code.DeadlineExceeded));
    if (signal.aborted) end();
    else signal.addEventListener('abort', end, { once: true });
  });
