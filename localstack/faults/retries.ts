import { controlHeaders, engineCredentials } from '../engine/credentials.ts';

/**
 * Multiplies what state machines of an engine wait before they try again (`/_retries`, see docs/lambda.md), from the next wait on.
 * Their definitions stay as they are, with all of their attempts.
 *
 * @param factor from 0 to 1; 1 is what an engine starts with.
 * @throws Error with the engine's answer when it refuses.
 * @example await multiplyRetries('http://127.0.0.1:4566', 0.05);
 */
export async function multiplyRetries(endpoint: string, factor: number): Promise<void> {
  const response = await fetch(`${endpoint}/_retries`, {
    method: 'PUT',
    headers: { ...controlHeaders(engineCredentials(endpoint)), 'content-type': 'application/json' },
    body: JSON.stringify({ factor }),
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok)
    throw new Error(`PUT ${response.url} answered ${response.status}: ${await response.text()}`);
}
