import { type DynamoDBClient, ScanCommand, type ScanCommandOutput } from '@aws-sdk/client-dynamodb';
import { readRecord } from './dynamo-record.ts';
import { type BreakerView, viewOf } from './view.ts';

interface ListBreakersOptions {
  table: string;
  client: Pick<DynamoDBClient, 'send'>;
  /** Now, in ms since 1970. */
  now?: number;
}

/**
 * Every breaker that something has happened to in the last two days, by name; all others are closed. It reads the whole
 * table, one small item for each instance that ever failed: for people, not for calls. Needs dynamodb:Scan.
 *
 * @example await listBreakers({ table: 'breakers', client: new DynamoDBClient({}) }) // [{ name: 'users/a', state: 'OPEN', … }]
 */
export async function listBreakers({
  table,
  client,
  now = Date.now(),
}: ListBreakersOptions): Promise<BreakerView[]> {
  const views: BreakerView[] = [];
  let from: ScanCommandOutput['LastEvaluatedKey'];
  do {
    const page: ScanCommandOutput = await client.send(
      new ScanCommand({ TableName: table, ExclusiveStartKey: from }),
    );
    for (const item of page.Items ?? []) views.push(viewOf(item.name!.S!, readRecord(item), now));
    from = page.LastEvaluatedKey;
  } while (from);
  return views.sort((a, b) => (a.name < b.name ? -1 : 1));
}
