import { describe, expect, it } from 'vitest';
import { type Askable, jsonOf, keyOf, queryOf, type Wanted } from './table-query.ts';

const TABLE: Askable = {
  table: 't',
  key: { partition: 'pk', sort: 'sk' },
  attributes: [
    { AttributeName: 'pk', AttributeType: 'S' },
    { AttributeName: 'sk', AttributeType: 'S' },
    { AttributeName: 'at', AttributeType: 'N' },
  ],
};
const INDEX: Askable = { ...TABLE, index: 'ByTime', key: { partition: 'pk', sort: 'at' } };
const wanted = (of: Partial<Wanted>): Wanted => ({ pk: 'p', match: 'is', newestFirst: false, ...of });

describe('queryOf', () => {
  it.each([
    ['a partition', TABLE, {}, '#pk = :pk', { ':pk': { S: 'p' } }],
    ['one item', TABLE, { sk: 's' }, '#pk = :pk AND #sk = :sk', { ':pk': { S: 'p' }, ':sk': { S: 's' } }],
    [
      'what begins with',
      TABLE,
      { sk: 's', match: 'begins' },
      '#pk = :pk AND begins_with(#sk, :sk)',
      { ':pk': { S: 'p' }, ':sk': { S: 's' } },
    ],
    ['a number', INDEX, { sk: '12' }, '#pk = :pk AND #sk = :sk', { ':pk': { S: 'p' }, ':sk': { N: '12' } }],
  ] as const)('asks for %s', (_, of, want, condition, values) => {
    expect(queryOf(of, wanted(want))).toMatchObject({
      TableName: 't',
      KeyConditionExpression: condition,
      ExpressionAttributeValues: values,
      ConsistentRead: of === TABLE,
    });
  });

  it('asks by names, so that a word that is reserved can be a key, and against the order', () => {
    const query = queryOf({ ...TABLE, key: { partition: 'name' } }, wanted({ newestFirst: true }));
    expect(query).toMatchObject({ ExpressionAttributeNames: { '#pk': 'name' }, ScanIndexForward: false });
  });

  it.each([
    ['a sort key where there is none', { ...TABLE, key: { partition: 'pk' } }, { sk: 's' }, /no sort key/],
    ['no number', INDEX, { sk: 'soon' }, /at is a number/],
    ['nothing for a number', INDEX, { sk: ' ' }, /at is a number/],
  ])('refuses %s', (_, of, want, message) => {
    expect(() => queryOf(of, wanted(want))).toThrow(message);
  });
});

it('reads a key as a table declares it', () => {
  const of = [
    { AttributeName: 'kind', KeyType: 'HASH' },
    { AttributeName: 'cell', KeyType: 'RANGE' },
  ] as const;
  expect([keyOf(of), keyOf(of.slice(0, 1))]).toEqual([
    { partition: 'kind', sort: 'cell' },
    { partition: 'kind' },
  ]);
});

it('tells of an item what JSON can say, exactly', () => {
  const item = {
    n: { N: '1.5' },
    big: { N: '12345678901234567890' },
    set: { SS: ['a', 'b'] },
    bytes: { B: new Uint8Array([1, 2]) },
    in: { M: { list: { L: [{ NULL: true as const }, { BOOL: false }] } } },
  };
  expect(jsonOf(item)).toEqual({
    n: 1.5,
    big: '12345678901234567890',
    set: ['a', 'b'],
    bytes: 'AQI=',
    in: { list: [null, false] },
  });
});
