import type { AttributeValue, TransactWriteItem } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import type { Item } from './values.ts';

/** Few keys and few values, so that writes meet. */
export const KEYS: Item[] = ['a', 'b'].flatMap((pk) =>
  ['1', '2'].map((sk) => ({ pk: { S: pk }, sk: { S: sk } })),
);

const number = fc.integer({ min: -3, max: 9 }).map((n): AttributeValue => ({ N: String(n) }));
const text = fc.constantFrom('', 'x', 'xy', 'y', 'ü').map((S): AttributeValue => ({ S }));
const value: fc.Arbitrary<AttributeValue> = fc.oneof(
  { weight: 3, arbitrary: number },
  { weight: 2, arbitrary: text },
  fc.boolean().map((BOOL): AttributeValue => ({ BOOL })),
  fc.constant<AttributeValue>({ NULL: true }),
  fc.array(fc.oneof(number, text), { maxLength: 3 }).map((L): AttributeValue => ({ L })),
  fc.record({ x: number }).map((M): AttributeValue => ({ M })),
);

/** A piece of an expression, with the values that stand in it as `?`, in order. */
interface Piece {
  text: string;
  values: AttributeValue[];
}
const piece = (text: string, values: AttributeValue[] = []): Piece => ({ text, values });
const join = (parts: Piece[], between: string): Piece =>
  piece(
    parts.map((part) => part.text).join(between),
    parts.flatMap((part) => part.values),
  );

const path = fc.constantFrom('n', 'm', 't', '#status', 'd.x', 'l[0]', 'l[1]', 'pk');
const given = (arbitrary: fc.Arbitrary<AttributeValue>) => arbitrary.map((one) => piece('?', [one]));
const operand = fc.oneof(
  { weight: 2, arbitrary: path.map((name) => piece(name)) },
  { weight: 3, arbitrary: given(value) },
);
const fromPath = path.map((name) => piece(name));
const comparison = fc
  .tuple(fromPath, fc.constantFrom('=', '<>', '<', '<=', '>', '>='), operand)
  .filter(([left, , right]) => left.text !== right.text)
  .map(([left, sign, right]) => join([left, right], ` ${sign} `));
const simple: fc.Arbitrary<Piece> = fc.oneof(
  { weight: 4, arbitrary: comparison },
  fromPath.map(({ text }) => piece(`attribute_exists(${text})`)),
  fromPath.map(({ text }) => piece(`attribute_not_exists(${text})`)),
  fc
    .tuple(fromPath, fc.constantFrom('S', 'N', 'BOOL', 'L', 'M', 'NULL'))
    .map(([{ text }, type]) => piece(`attribute_type(${text}, ?)`, [{ S: type }])),
  fc
    .tuple(fromPath, fc.constantFrom('x', 'y'))
    .map(([{ text }, S]) => piece(`begins_with(${text}, ?)`, [{ S }])),
  fc.tuple(fromPath, fc.oneof(number, text)).map(([{ text }, one]) => piece(`contains(${text}, ?)`, [one])),
  fc.tuple(fromPath, number).map(([{ text }, one]) => piece(`size(${text}) > ?`, [one])),
  fc
    .tuple(fromPath, fc.integer({ min: -3, max: 4 }), fc.integer({ min: 0, max: 5 }))
    .map(([{ text }, low, more]) =>
      piece(`${text} BETWEEN ? AND ?`, [{ N: String(low) }, { N: String(low + more) }]),
    ),
  fc.tuple(fromPath, value, value).map(([{ text }, a, b]) => piece(`${text} IN (?, ?)`, [a, b])),
);
const { condition } = fc.letrec<{ condition: Piece }>((tie) => ({
  condition: fc.oneof(
    { maxDepth: 2 },
    simple,
    tie('condition').map(({ text, values }) => piece(`NOT (${text})`, values)),
    fc
      .tuple(tie('condition'), fc.constantFrom(' AND ', ' OR '), tie('condition'))
      .map(([a, word, b]) => join([a, b], word)),
  ),
}));

const set = fc.oneof(
  fc.tuple(fc.constantFrom('n', 'm'), given(number)).map(([name, one]) => join([piece(name), one], ' = ')),
  fc
    .tuple(fc.constantFrom('n', 'm'), fc.constantFrom('+', '-'), given(number))
    .map(([name, sign, one]) => join([piece(`${name} = ${name}`), one], ` ${sign} `)),
  given(number).map(({ values }) => piece('n = if_not_exists(n, ?) + ?', [{ N: '0' }, ...values])),
  fc.constant(piece('m = n')),
  given(value).map((one) => join([piece('#status'), one], ' = ')),
  given(number).map((one) => join([piece('d.x'), one], ' = ')),
  given(number).map(({ values }) => piece('l = list_append(l, ?)', [{ L: values }])),
);
const update = fc
  .tuple(
    fc.uniqueArray(set, { maxLength: 3, selector: ({ text }) => text.split(/[ .]/)[0] }),
    fc.option(fc.constantFrom('t', 'd', 'l[0]'), { nil: undefined }),
    fc.option(number, { nil: undefined }),
  )
  .filter(([sets, remove, more]) => sets.length > 0 || remove !== undefined || more !== undefined)
  .filter(([sets, remove]) => !(sets.some(({ text }) => /^[dl]/.test(text)) && remove))
  .map(([sets, remove, more]) =>
    join(
      [
        ...(sets.length > 0 ? [join([piece('SET '), join(sets, ', ')], '')] : []),
        ...(remove ? [piece(`REMOVE ${remove}`)] : []),
        ...(more ? [piece('ADD k ?', [more])] : []),
      ],
      ' ',
    ),
  );

/** Puts numbered placeholders where the values of an expression stand. */
function placed(pieces: Record<string, Piece | undefined>) {
  const values: Item = {};
  const expressions: Record<string, string> = {};
  for (const [name, part] of Object.entries(pieces)) {
    if (!part) continue;
    let index = 0;
    expressions[name] = part.text.replace(/\?/g, () => {
      const placeholder = `:v${Object.keys(values).length}`;
      values[placeholder] = part.values[index++]!;
      return placeholder;
    });
  }
  return {
    ...expressions,
    ...(Object.values(expressions).some((one) => one.includes('#status')) && {
      ExpressionAttributeNames: { '#status': 'status' },
    }),
    ...(Object.keys(values).length > 0 && { ExpressionAttributeValues: values }),
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD' as const,
  };
}

const attributes = fc.record(
  {
    n: number,
    m: fc.oneof(number, text),
    t: text,
    status: value,
    d: fc.record({ x: number }).map((M) => ({ M })),
    l: fc.array(number, { maxLength: 2 }).map((L) => ({ L })),
    k: number,
  },
  { requiredKeys: [] },
);
const key = fc.constantFrom(...KEYS);
const optional = fc.option(condition, { nil: undefined, freq: 3 });

/** Any single write of a transaction on the table. */
export const writeTo = (TableName: string): fc.Arbitrary<TransactWriteItem> =>
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.tuple(key, attributes, optional).map(([Key, more, ConditionExpression]) => ({
        Put: { TableName, Item: { ...Key, ...more }, ...placed({ ConditionExpression }) },
      })),
    },
    {
      weight: 4,
      arbitrary: fc.tuple(key, update, optional).map(([Key, UpdateExpression, ConditionExpression]) => ({
        Update: {
          TableName,
          Key,
          UpdateExpression: '',
          ...placed({ UpdateExpression, ConditionExpression }),
        },
      })),
    },
    fc.tuple(key, condition).map(([Key, ConditionExpression]) => ({
      ConditionCheck: { TableName, Key, ConditionExpression: '', ...placed({ ConditionExpression }) },
    })),
    fc.tuple(key, optional).map(([Key, ConditionExpression]) => ({
      Delete: { TableName, Key, ...placed({ ConditionExpression }) },
    })),
  );
