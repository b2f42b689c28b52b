import { PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { errorOf } from '../lab.ts';
import { key, numberIn, put, table, transact } from '../resources/items.ts';
import type { Row } from '../row.ts';

const service = 'DynamoDB';

/** Writes and their conditions. */
export const dynamodbWriteRows: Row[] = [
  {
    id: 'ddb-condition',
    service,
    behaviour: 'PutItem on condition that there is none, twice',
    documented: 'ConditionalCheckFailedException, nothing is changed',
    source: 'amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html',
    expected: { error: 'ConditionalCheckFailedException', n: 1 },
    reliedOn: 'no',
    see: async (lab) => {
      const TableName = await table(lab);
      const write = (n: string) =>
        lab.clients.dynamodb.send(
          new PutItemCommand({
            TableName,
            Item: { ...key('condition'), n: { N: n } },
            ConditionExpression: 'attribute_not_exists(pk)',
          }),
        );
      await write('1');
      return { error: await errorOf(write('2')), n: await numberIn(lab, 'condition') };
    },
  },
  {
    id: 'ddb-condition-old-item',
    service,
    behaviour: 'UpdateItem that fails its condition, with ReturnValuesOnConditionCheckFailure',
    documented: 'the error carries the item as it stands',
    source: 'amazondynamodb/latest/APIReference/API_UpdateItem.html',
    expected: { n: '1' },
    reliedOn: 'yes',
    see: async (lab) => {
      const TableName = await table(lab);
      await transact(lab, [put(TableName, 'old-item')]);
      const update = new UpdateItemCommand({
        TableName,
        Key: key('old-item'),
        UpdateExpression: 'SET n = :two',
        ConditionExpression: 'n = :two',
        ExpressionAttributeValues: { ':two': { N: '2' } },
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
      });
      const error = await lab.clients.dynamodb.send(update).catch((thrown) => thrown);
      return { n: error.Item?.n?.N };
    },
  },
];
