import { GetParametersByPathCommand, type SSMClient } from '@aws-sdk/client-ssm';
import type { CellState } from './cell.ts';
import { type RegistryRecord, readRegistry } from './registry-records.ts';

interface SsmRegistryOptions {
  /** The path of the stage, `/<app>/<stage>`: the role needs ssm:GetParametersByPath on it. */
  path: string;
  client: Pick<SSMClient, 'send'>;
  /** A probe that is older, in ms, tells nothing. */
  staleMs?: number;
  /** A read that takes longer, in ms, is given up. */
  timeoutMs?: number;
  onInvalid?: (name: string) => void;
  now?: () => number;
}

/**
 * A registry in SSM Parameter Store: every cell that is registered, with its health and whether it is drained. It takes
 * one call for every ten records, which is the most that SSM gives out at once.
 *
 * @throws what the client throws, and an AbortError after `timeoutMs`.
 * @example const discovery = new Discovery({ load: ssmRegistry({ path: '/shop/production', client: new SSMClient({}) }) });
 */
export function ssmRegistry(options: SsmRegistryOptions): () => Promise<CellState[]> {
  const { path, client, staleMs, timeoutMs = 3_000, onInvalid, now = Date.now } = options;
  return async () => {
    const abortSignal = AbortSignal.timeout(timeoutMs);
    const records: RegistryRecord[] = [];
    let next: string | undefined;
    do {
      const page = await client.send(
        new GetParametersByPathCommand({ Path: path, Recursive: true, MaxResults: 10, NextToken: next }),
        { abortSignal },
      );
      for (const { Name: name, Value: value } of page.Parameters ?? []) {
        if (name !== undefined && value !== undefined) records.push({ name, value });
      }
      next = page.NextToken;
    } while (next);
    return readRegistry(records, { path, now: now(), staleMs, onInvalid });
  };
}
