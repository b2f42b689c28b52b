import {
  ConditionalCheckFailedException,
  PutItemCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { Store } from './store.ts';
import type { Change } from './table.ts';

const key = (pk = 'a') => ({ pk: { S: pk }, sk: { S: '1' } });
const put = (more: object = {}, pk?: string): TransactWriteItem => ({
  Put: { TableName: 't', Item: key(pk), ...more },
});
const update = (UpdateExpression: string, more: object = {}): TransactWriteItem => ({
  Update: { TableName: 't', Key: key(), UpdateExpression, ...more },
});
const one = { ExpressionAttributeValues: { ':v': { N: '1' } } };

function newStore() {
  const store = new Store();
  const changes: Change[] = [];
  store.createTable('t').onChange = (change) => changes.push(change);
  return {
    changes,
    write: (...TransactItems: TransactWriteItem[]) =>
      store.execute(new TransactWriteItemsCommand({ TransactItems })),
  };
}

/** What the differential test cannot ask for at random: requests that no table takes. */
describe('requests that are refused as they stand', () => {
  it.each<[string, TransactWriteItem[]]>([
    ['a value that is not given', [put({ ConditionExpression: 'n = :v' })]],
    ['a name that is not given', [put({ ConditionExpression: 'attribute_exists(#n)' })]],
    ['a value that is not used', [put(one)]],
    ['a reserved word', [put({ ConditionExpression: 'attribute_exists(status)' })]],
    ['no expression', [put({ ConditionExpression: '' })]],
    ['half an expression', [put({ ConditionExpression: 'n = :v AND', ...one })]],
    ['an unknown function', [put({ ConditionExpression: 'exists(n)' })]],
    ['two writes of one item', [put(), put()]],
    ['no writes', []],
    ['101 writes', Array.from({ length: 101 }, (_, index) => put({}, `p${index}`))],
    ['a key without sk', [{ Put: { TableName: 't', Item: { pk: { S: 'a' } } } }]],
    ['an update of the key', [update('SET sk = :v', one)]],
    ['an update of one place twice', [update('SET n = :v, n = :v', one)]],
    ['a clause that comes twice', [update('SET n = :v SET m = :v', one)]],
    [
      'a comparison of what has no order',
      [put({ ConditionExpression: 'n < :v', ExpressionAttributeValues: { ':v': { BOOL: true } } })],
    ],
  ])('%s', (_, writes) => {
    const { write, changes } = newStore();
    expect(() => write(...writes)).toThrow(expect.objectContaining({ name: 'ValidationException' }));
    expect(changes).toEqual([]);
  });
});

describe('the stream', () => {
  it('has each change of an item in order, as it was afterwards', () => {
    const { write, changes } = newStore();
    write(put());
    write(update('ADD n :v', one));
    write({ Delete: { TableName: 't', Key: key() } });

    expect(changes).toEqual([
      { kind: 'INSERT', keys: key(), image: key() },
      { kind: 'MODIFY', keys: key(), image: { ...key(), n: { N: '1' } } },
      { kind: 'REMOVE', keys: key(), image: undefined },
    ]);
  });

  it('has nothing of a transaction that was cancelled', () => {
    const { write, changes } = newStore();
    const refused = put({ ConditionExpression: 'attribute_exists(pk)' }, 'b');
    expect(() => write(put(), refused)).toThrow(
      expect.objectContaining({ name: 'TransactionCanceledException' }),
    );
    expect(changes).toEqual([]);
  });
});

describe('a write of one item', () => {
  const key = { pk: { S: 'a' }, sk: { S: '1' } };
  const storeWith = (n: string) => {
    const store = new Store();
    store.createTable('it');
    store.execute(new PutItemCommand({ TableName: 'it', Item: { ...key, n: { N: n } } }));
    return store;
  };

  it('is done when its condition holds', () => {
    const store = storeWith('1');
    const update = { TableName: 'it', Key: key, UpdateExpression: 'SET n = n + :one' };
    store.execute(
      new UpdateItemCommand({
        ...update,
        ConditionExpression: 'n = :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      }),
    );
    expect(store.table('it').all()).toEqual([{ ...key, n: { N: '2' } }]);
  });

  it('fails in words of its own when it does not, with what stands there if that is asked for', () => {
    const put = { TableName: 'it', Item: key, ConditionExpression: 'attribute_not_exists(pk)' };
    const failing = (more: object) => {
      try {
        storeWith('1').execute(new PutItemCommand({ ...put, ...more }));
      } catch (thrown) {
        return thrown as ConditionalCheckFailedException;
      }
      return undefined;
    };
    expect(failing({})).toBeInstanceOf(ConditionalCheckFailedException);
    expect(failing({})?.Item).toBeUndefined();
    expect(failing({ ReturnValuesOnConditionCheckFailure: 'ALL_OLD' })?.Item).toEqual({
      ...key,
      n: { N: '1' },
    });
  });
});
