import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { clientConfig } from './engine.ts';
import { STAGE } from './stage.ts';

/**
 * Sets variables of functions of the shop for one test, and puts them back: their next environments have them.
 *
 * @example
 * const functions = new OwnEnvironment();
 * afterEach(() => functions.restore());
 * await functions.set('payments-get-account', { RATE_LIMIT: '5/10' });
 */
export class OwnEnvironment {
  readonly #lambda = new LambdaClient(clientConfig());
  readonly #before = new Map<string, Record<string, string>>();

  async set(fn: string, change: Record<string, string>): Promise<void> {
    const FunctionName = `shop-${STAGE}-${fn}`;
    const { Environment } = await this.#lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
    const variables = Environment?.Variables ?? {};
    if (!this.#before.has(FunctionName)) this.#before.set(FunctionName, variables);
    await this.#update(FunctionName, { ...variables, ...change });
  }

  async restore(): Promise<void> {
    for (const [FunctionName, variables] of this.#before) await this.#update(FunctionName, variables);
    this.#before.clear();
  }

  async #update(FunctionName: string, Variables: Record<string, string>): Promise<void> {
    await this.#lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }),
    );
    await waitUntilFunctionUpdatedV2({ client: this.#lambda, maxWaitTime: 30 }, { FunctionName });
  }
}
