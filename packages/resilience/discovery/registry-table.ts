import { type AttributeValue, type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { RegisteredInstance } from './instance.ts';
import { type RegistryRecord, readRegistry } from './registry-records.ts';

interface ReadOptions {
  /** A table with the strings `kind` and `cell` as its key: the role needs dynamodb:Scan on it. */
  table: string;
  client: Pick<DynamoDBClient, 'send'>;
  /** Whether the read has to see what was written just before. */
  consistent?: boolean;
  abortSignal?: AbortSignal;
}

/** Everything that stands in the registry: a page of 1 MB, of which a hundred instances fill a twentieth. */
export async function readRecords(options: ReadOptions): Promise<RegistryRecord[]> {
  const { table, client, consistent = false, abortSignal } = options;
  const records: RegistryRecord[] = [];
  let next: Record<string, AttributeValue> | undefined;
  do {
    const page = await client.send(
      new ScanCommand({ TableName: table, ConsistentRead: consistent, ExclusiveStartKey: next }),
      { abortSignal },
    );
    for (const { kind, cell, record } of page.Items ?? [])
      records.push({ name: `${kind?.S}/${cell?.S}`, value: record?.S ?? '' });
    next = page.LastEvaluatedKey;
  } while (next);
  return records;
}

interface TableRegistryOptions extends Omit<ReadOptions, 'abortSignal'> {
  /** A health check that is older, in ms, tells nothing. */
  staleMs?: number;
  /** A read that takes longer, in ms, is given up. */
  timeoutMs?: number;
  onInvalid?: (name: string) => void;
  now?: () => number;
}

/**
 * A registry in a DynamoDB table: every instance that is registered, with its health and whether it is drained, in one read.
 *
 * @throws what the client throws, and an AbortError after `timeoutMs`.
 * @example const discovery = new Discovery({ load: tableRegistry({ table, client: new DynamoDBClient({}) }), deployed });
 */
export function tableRegistry(options: TableRegistryOptions): () => Promise<RegisteredInstance[]> {
  const { staleMs, timeoutMs = 1_000, onInvalid, now = Date.now, ...read } = options;
  return async () => {
    const records = await readRecords({ ...read, abortSignal: AbortSignal.timeout(timeoutMs) });
    return readRegistry(records, { now: now(), staleMs, onInvalid });
  };
}
