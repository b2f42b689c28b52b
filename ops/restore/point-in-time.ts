import {
  DeleteTableCommand,
  DescribeContinuousBackupsCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  RestoreTableToPointInTimeCommand,
} from '@aws-sdk/client-dynamodb';
import type { Report } from '@serverless-orders/command-line/progress';
import { UserError } from '@serverless-orders/command-line/user-error';
import { poll } from '@serverless-orders/command-line/wait';

/** A restore takes at least 20 minutes, however small the table; a large one takes hours. */
const LIMIT_MS = 24 * 3_600_000;
const LOOK_EVERY_MS = 5_000;
const COPY = /^(.+)-restored-\d{14}$/;

/** How a copy of a table is called: after the table and the time of the command. */
export const copyName = (table: string, now = new Date()): string =>
  `${table}-restored-${now.toISOString().replaceAll(/\D/g, '').slice(0, 14)}`;

/**
 * The table that a copy was made of.
 *
 * @throws UserError for a name that no copy has, so that nothing else is compared, or deleted, by mistake.
 */
export function originalOf(copy: string): string {
  const original = COPY.exec(copy)?.[1];
  if (original) return original;
  throw new UserError(
    `"${copy}" is not the name of a restored copy`,
    'it is as begin has printed it: <table>-restored-<time>',
  );
}

/**
 * Restores a table as it was at a time into a copy of its own, and waits until that can be read. The table itself is not touched.
 * What AWS does not restore (stream, TTL, alarms, tags, further recovery) a copy that is only read does not need.
 *
 * @param at - the time; the latest that can be restored, about five minutes ago, without one.
 * @returns the copy's name.
 * @throws UserError when the table has no point-in-time recovery, or the time is outside of its window.
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/PointInTimeRecovery.Tutorial.html
 */
export async function restoreCopy(
  client: DynamoDBClient,
  table: string,
  { at, report }: { at: Date | undefined; report: Report },
): Promise<string> {
  await refuseOutside(client, table, at);
  const copy = copyName(table);
  await client.send(
    new RestoreTableToPointInTimeCommand({
      SourceTableName: table,
      TargetTableName: copy,
      ...(at ? { RestoreDateTime: at } : { UseLatestRestorableTime: true }),
    }),
  );
  const restored = await poll(
    async () => {
      const { Table } = await client.send(new DescribeTableCommand({ TableName: copy }));
      report(`${copy} is ${Table?.TableStatus}`);
      return Table?.TableStatus === 'ACTIVE';
    },
    { timeoutMs: LIMIT_MS, everyMs: LOOK_EVERY_MS },
  );
  if (restored) return copy;
  throw new UserError(`${copy} is not there after a day`, 'AWS’s console tells how far it is');
}

async function refuseOutside(client: DynamoDBClient, table: string, at: Date | undefined): Promise<void> {
  const { ContinuousBackupsDescription: backups } = await client.send(
    new DescribeContinuousBackupsCommand({ TableName: table }),
  );
  const recovery = backups?.PointInTimeRecoveryDescription;
  if (recovery?.PointInTimeRecoveryStatus !== 'ENABLED')
    throw new UserError(
      `${table} has no point-in-time recovery, so no earlier state of it is kept`,
      'stages in AWS have it from their first deployment on; a local one is restored by npm start',
    );
  const { EarliestRestorableDateTime: earliest, LatestRestorableDateTime: latest } = recovery;
  if (at && ((earliest && at < earliest) || (latest && at > latest)))
    throw new UserError(
      `${table} cannot be restored as it was at ${at.toISOString()}`,
      `name a time from ${earliest?.toISOString()} to ${latest?.toISOString()}`,
    );
}

/** Deletes a copy, and only a copy. @throws UserError for the name of another table. */
export async function dropCopy(client: DynamoDBClient, copy: string): Promise<void> {
  originalOf(copy);
  await client.send(new DeleteTableCommand({ TableName: copy }));
}
