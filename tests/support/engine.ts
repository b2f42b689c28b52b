import { clientOptions } from '../../localstack/engine/credentials.ts';
import { poll } from '../../packages/command-line/wait.ts';

/** The address of the tests' engine, without a trailing slash. engine-setup.ts has started it. */
export function engineEndpoint(): string {
  const endpoint = process.env.ENGINE_ENDPOINT;
  if (!endpoint) throw new Error('ENGINE_ENDPOINT is not set: run this test in the project "engine"');
  return endpoint;
}

/** What every AWS SDK client is made of here. @example new SQSClient(clientConfig()) */
export function clientConfig() {
  return clientOptions(engineEndpoint());
}

/**
 * Waits until the condition gives something (not undefined, null or false) and returns it. What it throws meanwhile
 * counts as not yet.
 *
 * @throws Error that says what was waited for, with the last error as its cause, when `timeoutMs` is over (2 minutes: a
 * loaded machine may take them for what takes seconds).
 */
export async function until<T>(
  condition: () => T | Promise<T>,
  { timeoutMs = 120_000, what }: { timeoutMs?: number; what: string },
): Promise<NonNullable<T>> {
  let cause: unknown;
  const answer = await poll(
    async () => {
      try {
        return await condition();
      } catch (error) {
        cause = error;
        return undefined;
      }
    },
    { timeoutMs, everyMs: 100 },
  );
  if (answer === undefined) throw new Error(`waited ${timeoutMs} ms in vain for ${what}`, { cause });
  return answer;
}
