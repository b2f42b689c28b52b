import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import {
  type HealthRecord,
  type InstanceState,
  instanceName,
  type RegisteredInstance,
} from '@serverless-orders/resilience/discovery';
import * as z from 'zod/mini';
import { withRetries } from '../platform/jitter.ts';
import { log } from '../platform/log.ts';
import type { InstanceHealth } from '../platform/rpc/health.ts';
import { currentTraceparent } from '../platform/tracing/current.ts';
import { type HealthCheck, nextHealth } from './next-health.ts';
import type { RegistryRepository } from './repository.ts';
import { type RetryPolicy, retries } from './retry-policy.ts';

/** An instance that has not answered by then is dead to its callers too, a cold start included (ms). */
const LIMIT_MS = 5_000;

/** How many instances are checked at a time. */
const AT_ONCE = 4;

const Answer = z.object({
  live: z.literal(true),
  ready: z.boolean(),
  failing: z.record(z.string(), z.string()),
}) satisfies z.ZodMiniType<InstanceHealth>;

interface HealthCheckerOptions {
  registry: RegistryRepository;
  client: Pick<LambdaClient, 'send'>;
  /** How often a call of AWS is repeated that did not get through to the instance or the registry; never, unless told. */
  retryPolicy?: RetryPolicy;
}

interface Checked {
  /** The instances as they are known afterwards. */
  instances: RegisteredInstance[];
  /** What was found about these could not be written down: the log says why. */
  unnoted: string[];
}

/**
 * Asks every instance how it is, drained ones too, and writes down what it has found. Each instance for itself: that one cannot be
 * asked, or noted, keeps nothing from the others.
 */
export class HealthChecker {
  readonly #registry: RegistryRepository;
  readonly #client: HealthCheckerOptions['client'];
  readonly #retryPolicy: RetryPolicy | undefined;

  constructor({ registry, client, retryPolicy }: HealthCheckerOptions) {
    this.#registry = registry;
    this.#client = client;
    this.#retryPolicy = retryPolicy;
  }

  /**
   * Checks the health of all instances once.
   *
   * @throws what reading the registry throws: then nobody has been asked.
   */
  async check(): Promise<Checked> {
    const again = retries(this.#retryPolicy);
    const withRetry = <T>(call: () => Promise<T>) => withRetries(call, again);
    const { instances, health, gone } = await withRetry(() => this.#registry.read());
    // A check may have written the health of an instance after a deployment had removed it.
    for (const instance of gone) await this.#registry.forget(instance).catch(notForgotten);
    const waiting = [...instances];
    const unnoted: string[] = [];
    const worker = async () => {
      for (let instance = waiting.shift(); instance; instance = waiting.shift()) {
        const one = instance;
        const found = await this.#ask(one, withRetry);
        const record = nextHealth(health.get(instanceName(one)), found, new Date().toISOString());
        tellChange(one, record);
        await withRetry(() => this.#registry.putHealth(one, record)).catch((thrown) => {
          log.error('health not noted', thrown, { name: instanceName(one) });
          unnoted.push(instanceName(one));
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
    return { instances: (await withRetry(() => this.#registry.read())).instances, unnoted };
  }

  async #ask(
    { address }: InstanceState,
    withRetry: <T>(call: () => Promise<T>) => Promise<T>,
  ): Promise<HealthCheck> {
    try {
      const { FunctionError, Payload } = await withRetry(() =>
        this.#client.send(
          new InvokeCommand({
            FunctionName: address,
            Payload: JSON.stringify({ health: true, traceparent: currentTraceparent() }),
          }),
          { abortSignal: AbortSignal.timeout(LIMIT_MS) },
        ),
      );
      if (FunctionError) return { failure: `crashed (${FunctionError})` };
      const { ready, failing } = Answer.parse(JSON.parse(Buffer.from(Payload ?? []).toString()));
      const missing = Object.entries(failing).map(([name, why]) => `${name}: ${why}`);
      return ready ? {} : { failure: `not ready: ${missing.join('; ')}` };
    } catch (thrown) {
      const { name, message } = thrown as Error;
      return {
        failure: /Abort|Timeout/.test(name) ? `no answer within ${LIMIT_MS} ms` : `${name}: ${message}`,
      };
    }
  }
}

const notForgotten = (thrown: unknown) => log.error('an instance that is gone is not forgotten', thrown);

function tellChange(instance: RegisteredInstance, { status, reason }: HealthRecord): void {
  if (status !== instance.health) log.warn('instance', { name: instanceName(instance), status, reason });
}
