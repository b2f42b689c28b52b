import { clientOptions } from '../../engine/credentials.ts';

export { until } from '@serverless-orders/command-line/wait';

/** The address of the tests' engine, without a trailing slash. The setup of the tests has started it. */
export function engineEndpoint(): string {
  const endpoint = process.env.ENGINE_ENDPOINT;
  if (!endpoint) throw new Error('ENGINE_ENDPOINT is not set: run this test in the project "engine"');
  return endpoint;
}

/** What every AWS SDK client is made of here. @example new SQSClient(clientConfig()) */
export function clientConfig() {
  return clientOptions(engineEndpoint());
}
