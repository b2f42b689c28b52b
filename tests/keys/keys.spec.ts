import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { demandKey } from '../../functions/inventory/demand-repository.ts';
import { stockKey } from '../../functions/inventory/stock-repository.ts';
import { customerStatus, orderKey } from '../../functions/orders/order-item.ts';
import { accountKey, customerEntryKey, transactionKey } from '../../functions/payments/ledger.ts';
import { rememberOnce } from '../../functions/platform/idempotency.ts';
import { firstTime } from '../../functions/platform/inbox.ts';
import type { Table, Write } from '../../functions/platform/table.ts';
import { userKey } from '../../functions/users/repository.ts';
import { sessionKey } from '../../functions/users/session-repository.ts';

const written = (write: Write) => ('put' in write ? { pk: write.put.pk, sk: write.put.sk } : undefined);

/** Every key with parts that come from outside: tokens of another issuer, headers, paths, messages. */
const KEYS: [string, (one: string, other: string) => unknown][] = [
  [
    'the memory of an Idempotency-Key',
    (customerId, key) =>
      written(rememberOnce({} as Table, { callerId: customerId, key, request: {} }).write('')),
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
  const MAY = ['functions/platform/key.ts', 'functions/notifications/account-links.ts'];
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
