import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demandKey } from '../inventory/demand.ts';
import { stockKey } from '../inventory/repository.ts';
import { customerStatus, orderKey } from '../orders/repository.ts';
import { accountKey, customerEntryKey, transactionKey } from '../payments/ledger.ts';
import { userKey } from '../users/repository.ts';
import { sessionKey } from '../users/session-repository.ts';
import { rememberOnce } from './idempotency.ts';
import { firstTime } from './inbox.ts';
import { keyParts, keyPrefix, keyText } from './key.ts';
import type { Write } from './table.ts';

/** Separators, escapes, what looks like either, and what is neither. */
const part = fc.string({ unit: fc.constantFrom('#', '%', '2', '3', '5', 'a', 'A', 'é', '🦊'), maxLength: 5 });
const parts = fc.array(part, { minLength: 1, maxLength: 4 }).map((some) => some as [string, ...string[]]);

describe('the text of a key', () => {
  it('has the parts of which it was made, whatever is in them', () => {
    fc.assert(
      fc.property(parts, (some) => {
        expect(keyParts(keyText(...some))).toEqual(some);
      }),
      { numRuns: 5_000 },
    );
  });

  it('begins with the prefix of its first parts, and with no other', () => {
    fc.assert(
      fc.property(parts, part, part, (some, last, other) => {
        expect(keyText(...some, last).startsWith(keyPrefix(...some))).toBe(true);
        if (other !== some[0]) expect(keyText(...some, last).startsWith(keyPrefix(other))).toBe(false);
      }),
      { numRuns: 5_000 },
    );
  });

  it('is what one reads in a table, when there is nothing to escape', () => {
    expect(keyText('IDEMPOTENCY', '0198-a', 'my-key')).toBe('IDEMPOTENCY#0198-a#my-key');
    expect(keyText('PENDING', 3)).toBe('PENDING#3');
  });
});

const written = (write: Write) => ('put' in write ? { pk: write.put.pk, sk: write.put.sk } : undefined);

/** Every key with parts that come from outside: tokens of another issuer, headers, paths, messages. */
const KEYS: [string, (one: string, other: string) => unknown][] = [
  [
    'the memory of an Idempotency-Key',
    (customerId, key) => written(rememberOnce({ customerId, key, request: {} }).write('')),
  ],
  ['the memory of an event', (id, other) => [written(firstTime(id)), other]],
  ['a session', (userId, sessionId) => sessionKey({ userId, sessionId })],
  ['a user', (id, other) => [userKey(id), other]],
  ['an order', (id, other) => [orderKey(id), other]],
  ['the list of orders of a status', (id, status) => customerStatus(id, status as 'PENDING')],
  ['an account', (id, other) => [accountKey(id), other]],
  ['an entry of an account', (id, entry) => customerEntryKey(id, entry)],
  ['a transaction', (id, other) => [transactionKey(id), other]],
  ['stock', (sku, other) => [stockKey(sku), other]],
  ['demand', (sku, other) => [demandKey(sku), other]],
];

describe.each(KEYS)('the key of %s', (_, make) => {
  it.each([
    ['a#b', 'c', 'a', 'b#c'],
    ['a#', 'b', 'a', '#b'],
    ['', '#a', '#', 'a'],
    ['a%23b', 'c', 'a#b', 'c'],
    ['a', '%23', 'a', '#'],
    ['#', '', '', '#'],
  ])('tells (%j, %j) from (%j, %j)', (a, b, c, d) => {
    expect(JSON.stringify(make(a, b))).not.toBe(JSON.stringify(make(c, d)));
  });
});

describe('keys joined by hand', () => {
  /** `USER#${id}`, `${a}#${b}`, 'USER#' + id, [a, b].join('#'). What has the form and is no key has this file's leave. */
  const BY_HAND = /[A-Za-z]#\$\{|\}#[A-Z$]|'[A-Z_]+#'|join\('#'\)/;
  const MAY = ['functions/kit/key.ts', 'functions/notifications/password-links.ts'];
  const sources = ['functions', 'stacks'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((file) => join(folder, file))
      .filter((file) => file.endsWith('.ts') && !/[.]spec[.]ts$|_pb[.]ts$|[.]d[.]ts$/.test(file)),
  );

  it.each([
    ['`USER#$', '{id}`'].join(''),
    ['`$', '{customerId}#$', '{status}`'].join(''),
    "'ENTRY#' + id",
    "[a, b].join('#')",
  ])('would be found: %s', (source) => {
    expect(source).toMatch(BY_HAND);
  });

  it('are nowhere in the functions and stacks', () => {
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.filter((file) => !MAY.includes(file) && BY_HAND.test(readFileSync(file, 'utf8')))).toEqual(
      [],
    );
  });
});
