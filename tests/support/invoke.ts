import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { clientConfig } from './engine.ts';
import { STAGE } from './stage.ts';

const lambda = new LambdaClient(clientConfig());

/**
 * Calls a function of the shop as its schedule would; `name` is without app and stage.
 *
 * @throws Error with what the function threw.
 */
export async function invoke(name: string): Promise<unknown> {
  const { FunctionError, Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: `shop-${STAGE}-${name}`, Payload: '{"because":"a test"}' }),
  );
  const text = Payload?.transformToString() ?? '';
  if (FunctionError) throw new Error(`${name} failed: ${text}`);
  return text ? JSON.parse(text) : undefined;
}
