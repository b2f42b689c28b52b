import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newId } from '../id.ts';
import { isPlain } from './plain-text.ts';
import { redact } from './redact.ts';
import { redactForms, redactText } from './secret-texts.ts';

const SECRET = 'Correct-Horse-9';
const EMAIL = 'ada.lovelace+shop@example.co.uk';
const JWT =
  'eyJhbGciOiJFUzI1NiIsImtpZCI6IjEifQ.eyJzdWIiOiJ1c2VyLTEiLCJlbWFpbCI6ImFkYUBleGFtcGxlLmNvbSJ9.MEUCIQDx8-rJf0kq3aZb1cR7vYw2N5u6T_hSxGdPq9LkVtBmWg';
const REFRESH =
  '01926f3e-7c4a-7d2b-9a51-3f0c2b1d4e5f.q7Zk3vN9xW2mB5cT8yR1pA.h4Jk9LmN2pQ5rS8tV1wX4yZ7aB0cD3eF6gH9iJ2kL5m';
const SEED = 'h4Jk9LmN2pQ5rS8tV1wX4yZ7aB0cD3eF6gH9iJ2kL5m';
const SIGNATURE = '5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7';
const PEM =
  '-----BEGIN PRIVATE KEY-----\nMIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n-----END PRIVATE KEY-----';
const KEY_ID = 'AKIAIOSFODNN7EXAMPLE';

/** What must not be read in a line, by where it may stand. */
const HIDDEN: [what: string, value: unknown, secret: string][] = [
  ...[
    'password',
    'newPassword',
    'password_hash',
    'PASSWORD',
    'accessToken',
    'refresh_token',
    'x-amz-security-token',
    'deviceToken',
    'Authorization',
    'proxy-authorization',
    'cookie',
    'Set-Cookie',
    'Idempotency-Key',
    'idempotencyKey',
    'apiKey',
    'X-Api-Key',
    'privateKey',
    'secretAccessKey',
    'clientSecret',
    'credentials',
    'signature',
    'otp',
    'jwt',
    'current',
    'email',
    'emailAddress',
    'newEmail',
    'phone_number',
    'iban',
    'card-number',
    'sourceIp',
    'X-Forwarded-For',
    'customerName',
    'firstName',
    'ToAddresses',
  ].map((key): [string, unknown, string] => [`the key ${key}`, { [key]: SECRET }, SECRET]),
  ['a secret that is a number', { otp: 123456 }, '123456'],
  ['a list of tokens', { tokens: [SECRET] }, SECRET],
  ['an object under a key of a secret', { credentials: { a: { b: SECRET } } }, SECRET],
  ['a secret deep in an object', { a: [{ b: { password: SECRET } }] }, SECRET],
  ['the name of a user', { user: { id: 'u-1', name: SECRET } }, SECRET],
  ['the name beside an email address', { request: { name: SECRET, email: EMAIL } }, SECRET],
  ['a key that is an address', { [EMAIL]: 1 }, 'ada.lovelace'],
  ['a Map', new Map([['password', SECRET]]), SECRET],
  ['a Set', { all: new Set([EMAIL]) }, 'ada.lovelace'],
  ['an address under a harmless key', { detail: `no contact ${EMAIL}.` }, 'ada.lovelace'],
  ['an address of other letters', { detail: 'jürgen@bücher.example writes' }, 'jürgen'],
  ['an address in an address bar', { url: '/users?q=ada.lovelace%40example.com&x=1' }, 'ada.lovelace'],
  ['a token', { detail: `token ${JWT} has expired` }, JWT.slice(0, 30)],
  ['a token that was cut off', { detail: JWT.slice(0, 70) }, JWT.slice(0, 40)],
  ['a link', { detail: `open https://shop.example/password#${JWT}` }, JWT.slice(0, 30)],
  ['a refresh token', { detail: `not known: ${REFRESH}` }, REFRESH.slice(-43)],
  ['a seed by itself', { detail: SEED }, SEED],
  ['a header', { detail: `Authorization: Bearer ${SEED.slice(0, 20)}` }, SEED.slice(0, 20)],
  ['basic authentication', { detail: 'sent Basic YWRhOnNlY3JldA==' }, 'YWRhOnNlY3JldA'],
  ['a header of capitals and letters alone', { detail: 'BEARER abcdefghijk' }, 'abcdefghijk'],
  ['a body as text', { detail: JSON.stringify({ name: 'x', password: SECRET }) }, SECRET],
  ['a password with quotes', { detail: JSON.stringify({ password: `a"${SECRET}` }) }, SECRET],
  ['JSON within JSON', { detail: JSON.stringify({ body: JSON.stringify({ password: SECRET }) }) }, SECRET],
  ['a form', { detail: `grant_type=password&password=${SECRET}&x=1` }, SECRET],
  ['a signed address', { detail: `https://b.s3.amazonaws.com/k?X-Amz-Signature=${SIGNATURE}` }, SIGNATURE],
  ['a session of AWS', { detail: `?X-Amz-Security-Token=${SECRET}&x=1` }, SECRET],
  ['an access key', { detail: `The key ${KEY_ID} is not valid` }, KEY_ID],
  ['a private key', { detail: `cannot read ${PEM}` }, 'MIGHAgEA'],
  ['a private key in one line', { detail: PEM.replaceAll('\n', '\\n') }, 'MIGHAgEA'],
  ['a private key without an end', { detail: PEM.slice(0, 60) }, 'MIGHAgEA'],
  ['a hash of a password', { detail: '$scrypt$ln=17,r=8,p=1$c2FsdHNhbHQ$aGFzaGhhc2g' }, 'c2FsdHNhbHQ'],
  ['a hash of the shop', { detail: 'has scrypt$16384$8$5$c2FsdHNhbHQ=$aGFzaGhhc2g=' }, 'aGFzaGhhc2g'],
  ['one of crypt', { detail: 'was $2b$12$R9h/cIPz0gi.URNNX3kh2OPST9' }, 'R9h/cIPz0gi'],
  [
    'an AWS secret in a text',
    { detail: 'AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' },
    'wJalrXUtnFEMI',
  ],
  ['a header of cookies', { detail: 'Set-Cookie: sid=abc123; Path=/' }, 'abc123'],
  ['who signs in to an address', { detail: `https://ada:${SECRET}@localhost:8080/x` }, SECRET],
  ['a card', { detail: 'card 4111 1111 1111 1111 was refused' }, '1111 1111'],
  ['a message of an error', new Error(`no ${EMAIL}`), 'ada.lovelace'],
  [
    'a stack',
    Object.assign(new Error('x'), { stack: `Error: ${EMAIL}\n    at f (a.ts:1:1)` }),
    'ada.lovelace',
  ],
  [
    'a message in a stack',
    Object.assign(new Error('x'), { stack: `Error: ${SECRET}\n    at f (a.ts:1:1)` }),
    SECRET,
  ],
  ['a cause', new Error('x', { cause: new Error(`password=${SECRET}`) }), SECRET],
  ['a cause that is no error', new Error('x', { cause: { password: SECRET } }), SECRET],
  ['one of many errors', new AggregateError([new Error(EMAIL)], 'x'), 'ada.lovelace'],
  ['a secret where a long text is cut', { detail: `${'x'.repeat(3_980)} ${EMAIL}` }, 'ada'],
  ['a secret behind a long text', { detail: `${'word '.repeat(5_000)}${SECRET}` }, SECRET],
];

/** What a log is read for. */
const KEPT: unknown[] = [
  { orderId: '01926f3e-7c4a-7d2b-9a51-3f0c2b1d4e5f', traceId: '5759e988bd862e3fe1be46a994272793' },
  { name: 'orders/a', state: 'OPEN', opens: 3 },
  { route: 'POST /auth/token', status: 201, tokenType: null, emailVerified: true },
  { tokens: 5, emails: 3 },
  { detail: 'connect ECONNREFUSED 127.0.0.1:4566' },
  { detail: 'a refresh token came again: its session is ended' },
  {
    detail:
      'User: arn:aws:sts::000000000000:assumed-role/shop-pr-123-OrdersPlaceOrderRole-abcdefgh is not authorized',
  },
  { table: 'shop-pr-123-NotificationsTableTable-hbkxwzmtqz1' },
  { detail: `hash ${SIGNATURE}` },
  {
    stack:
      '    at place (orders/api/place-order.3f2a9c12ab34.mjs:1:28)\n    at file:///var/task/index.mjs:3:14',
  },
  { detail: 'node_modules/@aws-sdk/client-dynamodb@3.1164.0/dist' },
  { at: '2026-11-27T05:24:28.123Z', ms: 1732685068123 },
  { list: [1, 'two', null, true] },
];

const written = (value: unknown) => JSON.stringify(redact(value));

describe('redact', () => {
  it.each(HIDDEN)('hides %s', (_, value, secret) => {
    expect(written(value)).not.toContain(secret);
    expect(written({ within: value })).not.toContain(secret);
  });

  it.each(KEPT)('keeps %j', (value) => {
    expect(redact(value)).toEqual(value);
  });

  it('says what an error is: name, message, frames, causes', () => {
    const error = new RangeError('outer', { cause: new TypeError('inner') });
    expect(redact(error)).toMatchObject({
      error: 'RangeError',
      detail: 'outer',
      stack: expect.stringMatching(/^ {4}at /),
      cause: { error: 'TypeError', detail: 'inner' },
    });
  });

  const cyclic: Record<string, unknown> = { a: 1 };
  cyclic.self = cyclic;
  const revoked = Proxy.revocable({}, {});
  revoked.revoke();
  const endless = new Error('0');
  endless.cause = endless;
  let deep: unknown = 'bottom';
  for (let level = 0; level < 10_000; level += 1) deep = { deep };
  const throwing = {
    get bad(): string {
      throw new Error('no');
    },
    good: 1,
  };

  it.each<[string, unknown, unknown]>([
    ['a cycle', cyclic, { a: 1, self: '[circular]' }],
    ['a BigInt', { n: 10n }, { n: '10' }],
    ['a getter that throws', throwing, { bad: '[unreadable]', good: 1 }],
    ['a revoked proxy', { revoked: revoked.proxy }, { revoked: '[unreadable]' }],
    ['an error that is its own cause', endless, { cause: '[circular]' }],
    [
      'an error whose message throws',
      Object.defineProperty(new Error(), 'message', { get: () => throwing.bad }),
      {},
    ],
    [
      'numbers that JSON does not know',
      { a: Number.NaN, b: Number.POSITIVE_INFINITY },
      { a: 'NaN', b: 'Infinity' },
    ],
    ['a day that is none', { at: new Date('x') }, { at: 'Invalid Date' }],
    ['bytes', { body: Buffer.from('secret') }, { body: '[6 bytes]' }],
    ['what is no data', { f: () => 1, s: Symbol('s') }, { f: '[function]', s: '[symbol]' }],
    ['an object without a prototype', Object.assign(Object.create(null), { a: 1 }), { a: 1 }],
    ['a toJSON that throws', { toJSON: () => throwing.bad }, { toJSON: '[function]' }],
    ['a key named __proto__', JSON.parse('{"__proto__":{"a":1}}'), {}],
    ['an abyss', deep, {}],
  ])('writes %s', (_, value, shape) => {
    expect(() => written(value)).not.toThrow();
    expect(redact(value)).toMatchObject(shape as object);
  });

  it.each<[string, unknown]>([
    ['a long text', 'word '.repeat(100_000)],
    ['a text without a space', 'a@'.repeat(100_000)],
    ['many entries', Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`k${i}`, i]))],
    ['many texts', Array.from({ length: 49 }, () => Array.from({ length: 49 }, () => 'word '.repeat(700)))],
    [
      'many numbers',
      Array.from({ length: 49 }, () => Array.from({ length: 49 }, () => Array(49).fill(1e15))),
    ],
    ['an abyss', deep],
  ])('bounds %s', (_, value) => {
    expect(written(value).length).toBeLessThan(64_000);
  });
});

describe('redactText', () => {
  it('leaves the ids of spans that could be card numbers', () => {
    const text = 'Root=1-5d7c996a-6b4aa691633e333842b62d25;Parent=2847395282021630;Sampled=1';
    expect(redactText(text)).toBe(text);
    expect(redactText('spanId 6300654745596500')).toBe('spanId 6300654745596500');
    expect(redactText('card 6300654745596500')).toBe('card [redacted]');
  });

  const hex = (length: number) => randomBytes(length / 2).toString('hex');

  it.each<[string, () => string]>([
    ['ids of requests', randomUUID],
    ['ids of orders', newId],
    ['ids of traces', () => hex(32)],
    ['ids of spans', () => `spanId ${hex(16)}`],
    ['traceparents', () => `00-${hex(32)}-${hex(16)}-01`],
    ["X-Ray's ids", () => `Root=1-${hex(8)}-${hex(24)};Parent=${hex(16)};Sampled=1`],
    ['names of log streams', () => `2026/11/27/[$LATEST]${hex(32)}`],
    ['hashes', () => hex(64)],
    ['times', () => `${Date.now()} ${Date.now()}000000`],
  ])('leaves all %s as they are', (_, make) => {
    for (let count = 0; count < 4_000; count += 1) {
      const text = make();
      expect(redactText(text)).toBe(text);
    }
  });

  it.each([
    'a@'.repeat(2_000),
    `password=${'\\'.repeat(4_000)}`,
    `"password":"${'\\"'.repeat(2_000)}`,
    'token'.repeat(800),
    `${'a.'.repeat(2_000)}@`,
    `x@${'a.'.repeat(2_000)}`,
    `eyJ${'.'.repeat(4_000)}`,
    `-----BEGIN ${'A '.repeat(1_900)}`,
    '1234 '.repeat(800),
    `${'a-'.repeat(2_000)}`,
    'Aa1'.repeat(1_333),
    `https://${'a'.repeat(3_900)}`,
    '-----BEGIN PRIVATE KEY-----'.repeat(140),
  ])('takes no time for a text that is made to take it: %.12s', (text) => {
    const times = [1, 2, 3].map(() => {
      const began = process.cpuUsage();
      redactText(text);
      const { user, system } = process.cpuUsage(began);
      return (user + system) / 1000;
    });
    // A text that is looked at again from each of its letters takes seconds; the best of three, on a machine that does else, too.
    expect(Math.min(...times)).toBeLessThan(100);
  });
});

describe('a plain text', () => {
  const pieces = fc.constantFrom(
    ...[
      'a',
      'id',
      'place',
      'POST',
      '/',
      '{id}',
      '.',
      '_',
      '-',
      ' ',
      '4111',
      '1111',
      '2',
      '01a21b8e',
      'e',
      'y',
      'J',
      'eyJ',
      'A',
    ],
    ...[
      'K',
      'I',
      'AKIA',
      'ASIA',
      'Bearer',
      'BASIC',
      'password',
      'token',
      ':',
      '=',
      '"',
      "'",
      '@',
      '$',
      '\\',
      '%40',
      '+',
      'x',
    ],
    ...[
      'ada@example.com',
      'scrypt$',
      '$2b$',
      '-----BEGIN ',
      'PRIVATE KEY-----',
      'aA1aA1aA1aA1',
      SEED.replaceAll('J', 'K'),
      '\u00e9',
      '\u2026',
      '\n',
      '\t',
    ],
  );
  const texts = fc.array(pieces, { maxLength: 14 }).map((parts) => parts.join(''));

  it('has nothing that would be taken out of it, whatever it is', () => {
    fc.assert(
      fc.property(fc.oneof(texts, fc.string({ maxLength: 220 })), (text) => {
        if (isPlain(text)) expect(redactForms(text)).toBe(text);
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    '01a21b8e-0ecd-76fc-9929-29ced22ec01a',
    'POST /orders/{id}',
    'order reconciled',
    'shop.orders.v1.Orders/Get',
    '',
  ])('is one of those that logs consist of: %j', (text) => expect(isPlain(text)).toBe(true));

  it('and fields that consist of them are copied as if each were looked at', () => {
    const values = fc.oneof(
      texts,
      fc.double(),
      fc.boolean(),
      fc.constantFrom(null, undefined, 7n, new Date(0)),
      fc.object({ maxDepth: 1 }),
    );
    const keys = fc.oneof(
      fc.constantFrom('orderId', 'email', 'password', 'user', 'name', '__proto__', 'tokens', 'a'),
      texts,
    );
    fc.assert(
      fc.property(fc.dictionary(keys, values, { maxKeys: 60 }), (fields) => {
        const [looked] = redact([fields]) as unknown[];
        expect(redact(fields)).toEqual(looked);
      }),
      { numRuns: 500 },
    );
  });
});
