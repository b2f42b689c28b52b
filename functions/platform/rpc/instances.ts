import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { DescMethod, DescService } from '@bufbuild/protobuf';
import { MethodOptions_IdempotencyLevel as Idempotency } from '@bufbuild/protobuf/wkt';
import type { Balancer } from '@serverless-orders/resilience/balancer';
import type { Breakers } from '@serverless-orders/resilience/breaker';
import { type RetryBudget, resilientCall, type Starting } from '@serverless-orders/resilience/call';
import { type Discovery, instanceName } from '@serverless-orders/resilience/discovery';
import { monotonicMs } from '../monotonic.ts';
import { currentTraceparent } from '../tracing/current.ts';
import { inCallSpan, type Seen } from './call-span.ts';
import { countCall } from './count-call.ts';
import type { RpcInvocation, RpcReply } from './envelope.ts';
import { DEADLINE_EXCEEDED, InstanceFailed, invokeInstance } from './invoke-instance.ts';
import { cappedTimeout, statedTimeout } from './timeout.ts';

interface InstancesOptions {
  discovery: Pick<Discovery, 'instances'>;
  balancer: Balancer;
  breakers: Breakers;
  starting: Starting;
  retryBudget: RetryBudget;
  client: Pick<LambdaClient, 'send'>;
}

interface CallTime {
  /** How long the call may take in all, in ms. */
  deadlineMs: number;
  /** How long the function that calls has left, in ms. */
  remainingMs?: () => number;
}

/** The name of a service in the registry: `users.v1.UserService` is `users`. */
export const serviceName = ({ typeName }: DescService): string => typeName.slice(0, typeName.indexOf('.'));

/** The path of a method: `/users.v1.UserService/GetUser`. */
export const methodPath = ({ parent, name }: DescMethod): string => `/${parent.typeName}/${name}`;

/** Whether a method may be called twice: its contract says that it only reads, or that twice is as good as once. */
export const isIdempotent = ({ idempotency }: DescMethod): boolean =>
  idempotency !== Idempotency.IDEMPOTENCY_UNKNOWN;

/** Every service's instances, as one environment calls them: found, balanced, broken off and tried again by the platform code. */
export class Instances {
  readonly #options: InstancesOptions;

  constructor(options: InstancesOptions) {
    this.#options = options;
  }

  /**
   * Calls a method on one of its service's instances. A call in any protocol: what is in it is the caller's and the instance's
   * matter. The instance is told how long it may take, which is never longer than the caller waits.
   *
   * @returns the instance's reply, also one that says why it could not answer.
   * @throws NoInstanceAvailable, BreakerOpen, DeadlineExceeded; InstanceFailed when there is no reply.
   */
  call(method: DescMethod, rpc: Omit<RpcInvocation['rpc'], 'path'>, time: CallTime): Promise<RpcReply> {
    const service = serviceName(method.parent);
    return countCall(service, () =>
      inCallSpan(methodPath(method), service, (seen) => this.#call(method, rpc, time, seen)),
    );
  }

  async #call(
    method: DescMethod,
    rpc: Omit<RpcInvocation['rpc'], 'path'>,
    { deadlineMs, remainingMs }: CallTime,
    seen: Seen,
  ): Promise<RpcReply> {
    const stated = statedTimeout(rpc.headers);
    const ends = monotonicMs() + (stated ?? Number.POSITIVE_INFINITY);
    const { client, ...resilience } = this.#options;
    // Whoever gives an instance no time to answer learns nothing about the instance.
    const tooHasty = ({ reply }: InstanceFailed) =>
      reply?.error === DEADLINE_EXCEEDED && stated !== undefined && stated < deadlineMs;
    try {
      return await resilientCall(
        {
          clock: monotonicMs,
          ...resilience,
          service: serviceName(method.parent),
          deadlineMs,
          remainingMs,
          idempotent: isIdempotent(method),
          isFailure: (thrown) => !(thrown instanceof InstanceFailed && tooHasty(thrown)),
          isLate: (thrown) => thrown instanceof InstanceFailed && thrown.reply?.error === DEADLINE_EXCEEDED,
        },
        (instance, { signal, timeoutMs }) => {
          seen.attempt(instance.instance, resilience.breakers.stateOf(instanceName(instance)));
          const left = Math.min(timeoutMs, ends - monotonicMs());
          const headers = { ...cappedTimeout(rpc.headers, left), traceparent: currentTraceparent() };
          const { address } = instance;
          return invokeInstance({ ...rpc, headers, path: methodPath(method) }, { client, address, signal });
        },
      );
    } catch (thrown) {
      if (thrown instanceof InstanceFailed && thrown.reply) return thrown.reply;
      throw thrown;
    }
  }
}
