import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { defineKind, type Kinds } from './kind.ts';

/** Resources that exist only in the state: there is nothing to find or delete. */
const bytesOf = (length: number) => {
  const bytes = randomBytes(length);
  const base64 = bytes.toString('base64');
  return {
    base64,
    hex: bytes.toString('hex'),
    url: bytes.toString('base64url'),
    decimal: BigInt(`0x${bytes.toString('hex')}`).toString(),
  };
};

const bytes = defineKind<{ length: number }>({
  inputs: ['length', 'keepers'],
  async create({ length }) {
    const { base64, hex } = bytesOf(length);
    return { id: base64, outputs: { base64, hex } };
  },
});

const id = defineKind<{ byteLength: number; prefix?: string }>({
  inputs: ['byteLength', 'prefix', 'keepers'],
  async create({ byteLength, prefix = '' }) {
    const { base64, hex, url, decimal } = bytesOf(byteLength);
    const outputs = {
      b64Std: prefix + base64,
      b64Url: prefix + url,
      hex: prefix + hex,
      dec: prefix + decimal,
    };
    return { id: url, outputs };
  },
});

interface Text {
  length: number;
  lower?: boolean;
  upper?: boolean;
  numeric?: boolean;
  number?: boolean;
  special?: boolean;
  overrideSpecial?: string;
  minLower?: number;
  minUpper?: number;
  minNumeric?: number;
  minSpecial?: number;
}

const LOWER = 'abcdefghijklmnopqrstuvwxyz';
const DIGITS = '0123456789';

/** A text of random characters with at least so many of each group. */
export function randomText(wanted: Text): string {
  const groups: [string, number][] = [
    [wanted.lower === false ? '' : LOWER, wanted.minLower ?? 0],
    [wanted.upper === false ? '' : LOWER.toUpperCase(), wanted.minUpper ?? 0],
    [(wanted.numeric ?? wanted.number) === false ? '' : DIGITS, wanted.minNumeric ?? 0],
    [
      wanted.special === false ? '' : (wanted.overrideSpecial ?? '!@#$%&*()-_=+[]{}<>:?'),
      wanted.minSpecial ?? 0,
    ],
  ];
  const pick = (from: string) => from[randomInt(from.length)] ?? '';
  const all = groups.map(([letters]) => letters).join('');
  const letters = groups.flatMap(([from, least]) =>
    Array.from({ length: from ? least : 0 }, () => pick(from)),
  );
  while (letters.length < wanted.length) letters.push(pick(all));
  for (let last = letters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [letters[last], letters[other]] = [letters[other]!, letters[last]!];
  }
  return letters.join('');
}

const string = defineKind<Text>({
  inputs: [
    'length',
    'lower',
    'upper',
    'numeric',
    'number',
    'special',
    'overrideSpecial',
    'minLower',
    'minUpper',
    'minNumeric',
    'minSpecial',
    'keepers',
  ],
  async create(inputs) {
    const result = randomText(inputs);
    return { id: result, outputs: { result } };
  },
});

const password = defineKind<Text>({
  ...string,
  create: async (inputs) => ({ id: 'none', outputs: { result: randomText(inputs) } }),
});

const uuid = defineKind<object>({
  inputs: ['keepers'],
  async create() {
    const result = randomUUID();
    return { id: result, outputs: { result } };
  },
});

const integer = defineKind<{ min: number; max: number }>({
  inputs: ['min', 'max', 'keepers'],
  async create({ min, max }) {
    const result = randomInt(min, max + 1);
    return { id: String(result), outputs: { result } };
  },
});

export const kinds: Kinds = {
  'random:index/randomBytes:RandomBytes': bytes,
  'random:index/randomId:RandomId': id,
  'random:index/randomInteger:RandomInteger': integer,
  'random:index/randomPassword:RandomPassword': password,
  'random:index/randomString:RandomString': string,
  'random:index/randomUuid:RandomUuid': uuid,
};
