import {
  InvokeCommand,
  LambdaClient,
  paginateListFunctions,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { Faults } from '@serverless-orders/localstack';
import { clientConfig, engineEndpoint } from './engine.ts';
import { STAGE } from './stage.ts';

const PREFIX = `shop-${STAGE}-`;

/** What the plan of faults is called. */
const PLAN = 'outage';

/**
 * Takes functions of the shop away, and puts them back: meanwhile every invocation of them is throttled.
 *
 * @example
 * const outage = new Outage();
 * afterEach(() => outage.end());
 * await outage.begin('orders-confirm-order');
 */
export class Outage {
  readonly #lambda = new LambdaClient({ ...clientConfig(), maxAttempts: 1 });
  readonly #faults = new Faults(engineEndpoint());
  readonly #away = new Set<string>();

  /** Every function of a service, by its name without app and stage. */
  async functionsOf(service: string): Promise<string[]> {
    const names: string[] = [];
    for await (const page of paginateListFunctions({ client: this.#lambda }, {})) {
      for (const { FunctionName = '' } of page.Functions ?? [])
        if (FunctionName.startsWith(`${PREFIX}${service}-`)) names.push(FunctionName.slice(PREFIX.length));
    }
    return names;
  }

  async begin(...functions: string[]): Promise<void> {
    for (const fn of functions) this.#away.add(fn);
    await this.#plan();
  }

  /** Whether a function cannot be reached: it is invoked directly, since the API's own retries take 10 s to say so. */
  async has(fn: string): Promise<boolean> {
    try {
      await this.#lambda.send(new InvokeCommand({ FunctionName: PREFIX + fn, Payload: '{}' }));
      return false;
    } catch (thrown) {
      return thrown instanceof TooManyRequestsException;
    }
  }

  /** Puts back what is named, or else all that was taken away. */
  async end(...functions: string[]): Promise<void> {
    if (functions.length === 0) this.#away.clear();
    for (const fn of functions) this.#away.delete(fn);
    await this.#plan();
  }

  async #plan(): Promise<void> {
    const rules = [...this.#away].map(
      (fn) => ({ function: PREFIX + fn, times: 'always', fault: 'throttle' }) as const,
    );
    if (rules.length > 0) await this.#faults.plan(PLAN, rules);
    else await this.#faults.clear(PLAN);
  }
}
