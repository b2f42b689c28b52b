import { DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { Resource } from 'sst';

const table = new DynamoDBClient();
const key = (id: string) => ({ TableName: Resource.Notes.name, Key: { id: { S: id } } });

/** Adds a station's name to a note, once even if the note is delivered twice: every service here delivers at least once. */
export async function stamp(id: string, station: string): Promise<void> {
  await table.send(
    new UpdateItemCommand({
      ...key(id),
      UpdateExpression: 'ADD stations :station',
      ExpressionAttributeValues: { ':station': { SS: [station] } },
    }),
  );
}

/** The stations that a note has passed, in alphabetical order; undefined if there is no such note. */
export async function stationsOf(id: string): Promise<string[] | undefined> {
  const { Item } = await table.send(new GetItemCommand({ ...key(id), ConsistentRead: true }));
  return Item && (Item.stations?.SS ?? []).sort();
}
