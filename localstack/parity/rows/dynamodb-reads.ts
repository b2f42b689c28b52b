import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  type QueryCommandOutput,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import { errorOf } from '../lab.ts';
import { makeTable } from '../resources/data.ts';
import type { Row } from '../row.ts';

const service = 'DynamoDB';
const key = (pk: string, sk = pk) => ({ pk: { S: pk }, sk: { S: sk } });

/** Reading, and what a table declares. */
export const dynamodbReadRows: Row[] = [
  {
    id: 'ddb-consistent-read',
    service,
    behaviour: 'a consistent read right after a write, 20 times',
    documented: 'sees it',
    source: 'amazondynamodb/latest/developerguide/HowItWorks.ReadConsistency.html',
    expected: 20,
    reliedOn: 'yes',
    see: async (lab) => {
      const { name: TableName } = await makeTable(lab);
      let seen = 0;
      for (let n = 1; n <= 20; n += 1) {
        const Item = { ...key('a'), n: { N: `${n}` } };
        await lab.clients.dynamodb.send(new PutItemCommand({ TableName, Item }));
        const get = new GetItemCommand({ TableName, Key: key('a'), ConsistentRead: true });
        if ((await lab.clients.dynamodb.send(get)).Item?.n?.N === `${n}`) seen += 1;
      }
      return seen;
    },
  },
  {
    id: 'ddb-index',
    service,
    behaviour: 'a query of a global index, newest first, in pages of two',
    documented: 'in the order of its range key, page after page by LastEvaluatedKey',
    source: 'amazondynamodb/latest/developerguide/GSI.html',
    expected: [['o5', 'o4'], ['o3', 'o2'], ['o1']],
    reliedOn: 'yes',
    see: async (lab) => {
      const { name: TableName } = await makeTable(lab, {
        AttributeDefinitions: ['pk', 'sk', 'customer', 'id'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S',
        })),
        GlobalSecondaryIndexes: [
          {
            IndexName: 'ByCustomer',
            KeySchema: [
              { AttributeName: 'customer', KeyType: 'HASH' },
              { AttributeName: 'id', KeyType: 'RANGE' },
            ],
            Projection: { ProjectionType: 'ALL' },
          },
        ],
      });
      const { dynamodb } = lab.clients;
      for (const id of ['o3', 'o1', 'o5', 'o2', 'o4']) {
        const Item = { ...key(id), customer: { S: 'ada' }, id: { S: id } };
        await dynamodb.send(new PutItemCommand({ TableName, Item }));
      }
      const pages: (string | undefined)[][] = [];
      let last: QueryCommandOutput['LastEvaluatedKey'];
      do {
        const page: QueryCommandOutput = await dynamodb.send(
          new QueryCommand({
            TableName,
            IndexName: 'ByCustomer',
            KeyConditionExpression: 'customer = :ada',
            ExpressionAttributeValues: { ':ada': { S: 'ada' } },
            ScanIndexForward: false,
            Limit: 2,
            ExclusiveStartKey: last,
          }),
        );
        pages.push((page.Items ?? []).map(({ id }) => id?.S));
        last = page.LastEvaluatedKey;
      } while (last);
      return pages;
    },
  },
  {
    id: 'ddb-batch-get',
    service,
    behaviour: 'BatchGetItem of 100 keys of which every second exists',
    documented: 'gives what exists, in any order, and leaves out the rest',
    source: 'amazondynamodb/latest/APIReference/API_BatchGetItem.html',
    expected: { items: 50, unprocessed: 0 },
    reliedOn: 'yes',
    see: async (lab) => {
      const { name: TableName } = await makeTable(lab);
      const { dynamodb } = lab.clients;
      const items = Array.from({ length: 50 }, (_, at) => ({ PutRequest: { Item: key(`k${2 * at}`) } }));
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: items.slice(25) } }));
      await dynamodb.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: items.slice(0, 25) } }));
      const Keys = Array.from({ length: 100 }, (_, at) => key(`k${at}`));
      const { Responses, UnprocessedKeys } = await dynamodb.send(
        new BatchGetItemCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
      );
      return {
        items: Responses?.[TableName]?.length,
        unprocessed: UnprocessedKeys?.[TableName]?.Keys?.length ?? 0,
      };
    },
  },
  {
    id: 'ddb-ttl',
    service,
    behaviour: 'the attribute by which items expire',
    documented: 'can be set and is shown; items go some time after, and may be read until then',
    source: 'amazondynamodb/latest/developerguide/TTL.html',
    expected: { status: 'ENABLED', attribute: 'expiresAt' },
    reliedOn: 'yes',
    see: async (lab) => {
      const { name: TableName } = await makeTable(lab);
      const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: true };
      await lab.clients.dynamodb.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
      const { TimeToLiveDescription } = await lab.clients.dynamodb.send(
        new DescribeTimeToLiveCommand({ TableName }),
      );
      return {
        status: TimeToLiveDescription?.TimeToLiveStatus?.replace('ENABLING', 'ENABLED'),
        attribute: TimeToLiveDescription?.AttributeName,
      };
    },
  },
  {
    id: 'ddb-item-size',
    service,
    behaviour: 'an item of more than 400 KB',
    documented: 'ValidationException',
    source: 'amazondynamodb/latest/developerguide/ServiceQuotas.html',
    expected: 'ValidationException',
    reliedOn: 'no',
    see: async (lab) => {
      const { name: TableName } = await makeTable(lab);
      const Item = { ...key('large'), value: { S: 'x'.repeat(410 * 1024) } };
      return errorOf(lab.clients.dynamodb.send(new PutItemCommand({ TableName, Item })));
    },
  },
];
