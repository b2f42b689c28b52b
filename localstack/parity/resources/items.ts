import { GetItemCommand, type TransactWriteItem, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import type { Lab } from '../lab.ts';
import { makeTable } from './data.ts';

export const key = (name: string) => ({ pk: { S: name }, sk: { S: name } });

/** One table for all rows, which use keys of their own. */
export const table = async (lab: Lab) => (await lab.once('table', () => makeTable(lab))).name;

export async function readItem(lab: Lab, name: string) {
  const get = new GetItemCommand({ TableName: await table(lab), Key: key(name), ConsistentRead: true });
  return (await lab.clients.dynamodb.send(get)).Item;
}

export const numberIn = async (lab: Lab, name: string) => Number((await readItem(lab, name))?.n?.N ?? 0);

export const transact = (lab: Lab, TransactItems: TransactWriteItem[], ClientRequestToken?: string) =>
  lab.clients.dynamodb.send(new TransactWriteItemsCommand({ TransactItems, ClientRequestToken }));

export const add = (TableName: string, name: string, by: number, least?: number): TransactWriteItem => ({
  Update: {
    TableName,
    Key: key(name),
    UpdateExpression: 'ADD n :by',
    ConditionExpression: least === undefined ? undefined : 'n >= :least',
    ExpressionAttributeValues: {
      ':by': { N: `${by}` },
      ...(least !== undefined && { ':least': { N: `${least}` } }),
    },
  },
});

export const put = (TableName: string, name: string): TransactWriteItem => ({
  Put: {
    TableName,
    Item: { ...key(name), n: { N: '1' } },
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});
