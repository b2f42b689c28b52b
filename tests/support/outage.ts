import {
  DeleteFunctionConcurrencyCommand,
  InvokeCommand,
  LambdaClient,
  PutFunctionConcurrencyCommand,
  paginateListFunctions,
  TooManyRequestsException,
} from '@aws-sdk/client-lambda';
import { clientConfig } from './engine.ts';
import { STAGE } from './stage.ts';

const PREFIX = `shop-${STAGE}-`;

/**
 * Takes functions of the shop away, and puts them back: with no concurrency left, every invocation of them is throttled.
 *
 * @example
 * const outage = new Outage();
 * afterEach(() => outage.end());
 * await outage.begin('orders-confirm-order');
 */
export class Outage {
  readonly #lambda = new LambdaClient({ ...clientConfig(), maxAttempts: 1 });
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
    await Promise.all(
      functions.map(async (fn) => {
        this.#away.add(fn);
        await this.#lambda.send(
          new PutFunctionConcurrencyCommand({
            FunctionName: PREFIX + fn,
            ReservedConcurrentExecutions: 0,
          }),
        );
      }),
    );
  }

  /** Whether a function cannot be reached: its door is tried, since the API's own retries take 10 s to say so. */
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
    const back = functions.length > 0 ? functions : [...this.#away];
    await Promise.all(
      back.map(async (fn) => {
        await this.#lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName: PREFIX + fn }));
        this.#away.delete(fn);
      }),
    );
  }
}
